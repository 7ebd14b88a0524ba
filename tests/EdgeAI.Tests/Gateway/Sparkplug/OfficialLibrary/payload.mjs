// Eclipse Tahu's library for Sparkplug B payloads, at work on our bytes and making bytes for us.
// decode HEX...: a line of JSON for each payload.   encode JSON...: a line of hexadecimal for each payload.
import sparkplug from 'sparkplug-payload';

const library = sparkplug.get('spBv1.0');

const shown = (key, value) => {
  if (value && typeof value === 'object' && 'low' in value && 'high' in value && 'unsigned' in value) {
    return value.toString();
  }
  if (value && value.type === 'Buffer') {
    return { bytes: Buffer.from(value.data).toString('hex') };
  }
  return value;
};

const [, , verb, ...items] = process.argv;
for (const item of items) {
  if (verb === 'decode') {
    console.log(JSON.stringify(library.decodePayload(Buffer.from(item, 'hex')), shown));
  } else {
    console.log(Buffer.from(library.encodePayload(JSON.parse(item))).toString('hex'));
  }
}
