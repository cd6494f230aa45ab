package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crashtag.layout.NumberField;

/**
 * How a tag's blobs are laid out on one architecture. Absent parts are null or 0.
 *
 * @param head name of the structure before the records; empty if there is none
 * @param firstRecord offset of the first record
 * @param bound declared length of the head's array of records; 0 if it has none
 * @param next number that determines the place of the next record
 * @param capacity number of records for which there is room
 * @param written number of records
 * @param version number that selects the layout of a record
 * @param versionInRecord whether {@code version} is in each record rather than in the head
 * @param record the layout of records without a version; its size is that of a ring's slots
 * @param versions layouts by version
 */
record BlobLayout(
    String head,
    int firstRecord,
    long bound,
    NumberField next,
    NumberField capacity,
    NumberField written,
    NumberField version,
    boolean versionInRecord,
    RecordLayout record,
    SortedMap<Long, RecordLayout> versions)
    implements Serializable {
  BlobLayout {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /** The numbers that are read before the records. */
  List<NumberField> headNumbers() {
    return Stream.of(next, capacity, written, versionInRecord ? null : version)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
