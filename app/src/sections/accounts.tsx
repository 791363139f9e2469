import { Section } from '../parts/section.js';
export function Accounts() {
  return (
    <Section id="accounts" title="All accounts">
      <p>...</p>
    </Section>
  );
}
