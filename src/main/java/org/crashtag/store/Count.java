package org.crashtag.store;

import java.util.Locale;
import java.util.Map;

/**
 * What a run counts. The label is the name in the manifest, in the JSON report and in Beam's
 * metrics. A count that is not there is 0. The rows of each table are counted under {@link
 * #ofRows}.
 */
public enum Count {
  /** Rows of the table {@code sources}: files, and the members of archives. */
  SOURCES,
  /** Files that the patterns led to. */
  SOURCES_LISTED,
  /** Of these, the files that earlier runs know. */
  SOURCES_UNCHANGED,
  /** Files that were left to a later run, because they had changed just now. */
  SOURCES_YOUNG,
  /** Sources whose dump this run decoded. */
  SOURCES_DECODED,
  /** Sources whose dump an earlier run contains. */
  SOURCES_KNOWN,
  /** Sources whose dump this run contains from another source. */
  SOURCES_DUPLICATE,
  /** Sources that are neither a dump nor an archive. */
  SOURCES_NOT_A_DUMP,
  /** Sources that are archives. */
  SOURCES_CONTAINER,
  /** Sources that are dumps or archives but can't be used. */
  SOURCES_REJECTED,
  /** Sources that the storage failed to give. */
  SOURCES_UNREADABLE,
  /** Bytes that were read from the sources. */
  BYTES_READ,
  /** Bytes of the sources that are files. */
  BYTES_THERE,
  /** Dumps that a rebuild decoded again from the archive. */
  DUMPS_FROM_ARCHIVE,
  /** Dumps that a rebuild decoded again from kept blobs. */
  DUMPS_FROM_BLOBS,
  /** Dumps that a rebuild left as they were because they can't be read. */
  DUMPS_OUT_OF_REACH,
  /** Milliseconds of listing the sources. */
  MILLIS_LIST,
  /** Milliseconds of comparing the sources with the index. */
  MILLIS_COMPARE,
  /** Milliseconds of identifying the sources, summed over all buckets. */
  MILLIS_IDENTIFY,
  /** Milliseconds of choosing the sightings that are decoded, summed over all buckets. */
  MILLIS_DISTINCT,
  /** Milliseconds of extracting, decoding and writing, summed over all buckets. */
  MILLIS_WRITE,
  /** Milliseconds of the commit. */
  MILLIS_COMMIT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name in manifests, reports and metrics. */
  public String label() {
    return label;
  }

  /** The name of the count of a table's rows. */
  public static String ofRows(String table) {
    return "rows_" + table;
  }

  /** Its value among counts by name; 0 if it is not among them. */
  public long in(Map<String, Long> counts) {
    return counts.getOrDefault(label, 0L);
  }
}
