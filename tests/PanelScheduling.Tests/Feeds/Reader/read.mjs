import ICAL from 'ical.js';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const calendar = new ICAL.Component(ICAL.parse(text));
const events = calendar.getAllSubcomponents('vevent').map(component => {
  const event = new ICAL.Event(component);
  return {
    summary: event.summary,
    start: event.startDate.toJSDate().toISOString().replace('.000', ''),
    minutes: event.duration.toSeconds() / 60,
    status: component.getFirstPropertyValue('status'),
    sequence: event.sequence,
  };
});
process.stdout.write(JSON.stringify(events));
