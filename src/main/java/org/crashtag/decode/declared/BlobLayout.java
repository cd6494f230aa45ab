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
 * How a tag's blobs are laid out on one architecture. What isn't there is null or 0.
 *
 * @param head name of the structure before the records; null where there is none
 * @param firstRecord offset of the first record
 * @param bound of the array of records in the head; 0 where it says none
 * @param next where the next record goes
 * @param capacity how many records there is room for
 * @param written how many there are
 * @param version which layout the records have
 * @param versionInRecord whether {@code version} stands in each record rather than in the head
 * @param record the layout without a version, and the distance of a ring's records
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
