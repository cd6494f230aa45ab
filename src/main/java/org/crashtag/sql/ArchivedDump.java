package org.crashtag.sql;

/**
 * A dump by the place where it was found.
 *
 * @param source path of the file
 * @param member inside the archive; null outside archives
 * @param bytes length of the dump; null where a run didn't know
 * @param kind of the file, such as {@code zip}; null where no run says
 */
public record ArchivedDump(String dumpId, String source, String member, Long bytes, String kind) {}
