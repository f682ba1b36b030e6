/** The frame around every screen: the bar, the navigation, the screen that the address names. */
export function App() {
  return (
    <main>
      <h1>Sayso</h1>
    </main>
  );
}
