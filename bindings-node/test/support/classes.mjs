// Where the official package for this language names a class differently than the core's table, which follows Python's.
const DIFFERENT = {
  APIStatusError: 'APIError',
  APITimeoutError: 'APIConnectionTimeoutError',
  HTTPNotImplementedError: 'NotImplementedError',
};

/** The name here of the class that the core's table names. */
export const classNamed = (name) => DIFFERENT[name] ?? name;
