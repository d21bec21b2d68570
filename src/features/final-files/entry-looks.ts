/**
 * How an entry of an archive looks beside its bytes: no clock, no zone and no owner is in it, so that the same files give the same archive.
 * Archives hold local time, so the day is one that every zone writes down alike.
 */
export const entryLooks = () => ({ mtime: new Date(2000, 0, 1), forceDosTimestamp: true, mode: 0o100644 })
