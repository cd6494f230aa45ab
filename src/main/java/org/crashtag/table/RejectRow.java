package org.crashtag.table;

import org.crashtag.decode.Reject;

/**
 * What a row of {@link Tables#REJECTS} is made from.
 *
 * @param source path of the file
 * @param member in the archive, or null
 * @param dumpId of the dump, or null if its header is at fault
 */
public record RejectRow(String source, String member, String dumpId, Reject reject) {}
