package org.crashtag.decode.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.crashtag.decode.declared.HandLaid.U32;
import static org.crashtag.decode.declared.HandLaid.array;
import static org.crashtag.decode.declared.HandLaid.structure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Reject;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.layout.CType;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings in every state, written by a model of a driver. */
class RingReaderTest {
  private static final int HEAD_BYTES = 12;
  private static final int ENTRY_BYTES = 12;

  private static final CType.Structure ENTRY =
      structure("ENTRY", ENTRY_BYTES, 0, U32, "Sequence", 4, U32, "Valid", 8, U32, "Value");

  private static final CType.Structure HEAD =
      structure("HEAD", HEAD_BYTES, 0, U32, "Next", 4, U32, "Capacity", 8, U32, "Written");

  private static final HandLaid TYPES =
      new HandLaid()
          .add(ENTRY)
          .add(HEAD)
          .add(
              structure(
                  "LOG",
                  HEAD_BYTES + 5 * ENTRY_BYTES,
                  0,
                  HEAD,
                  "",
                  HEAD_BYTES,
                  array(ENTRY, 5),
                  "Entries"));

  /** Acts like a driver: claims the next slot, fills it, marks it as valid. */
  private static final class Driver {
    private final int capacity;
    private final byte[][] slots;
    private final Index index;
    private final Map<Integer, Long> newest = new LinkedHashMap<>();
    private long counter;

    Driver(Index index, int capacity, long firstCounter) {
      this.index = index;
      this.capacity = capacity;
      this.slots = new byte[capacity][ENTRY_BYTES];
      this.counter = firstCounter;
    }

    /** Claims a slot, whose content stays unchanged. */
    int claim() {
      int slot = (int) (index == Index.COUNTER ? counter % capacity : counter);
      counter++;
      if (index == Index.COUNTER) {
        counter &= 0xFFFFFFFFL;
      } else {
        counter %= capacity;
      }
      return slot;
    }

    void write(long value) {
      long sequence = counter;
      int slot = claim();
      // If the counter wraps around, a slot can be overwritten before its turn.
      newest.remove(slot);
      newest.put(slot, value);
      slots[slot] = new Little(ENTRY_BYTES).u32(0, sequence).u32(4, 1).u32(8, value).toBytes();
    }

    void claimAndInvalidate() {
      slots[claim()] = new byte[ENTRY_BYTES];
    }

    byte[] blob(long written) {
      Little blob = new Little(HEAD_BYTES + capacity * ENTRY_BYTES);
      blob.u32(0, counter).u32(4, capacity).u32(8, written);
      for (int slot = 0; slot < capacity; slot++) {
        blob.raw(HEAD_BYTES + slot * ENTRY_BYTES, slots[slot]);
      }
      return blob.toBytes();
    }
  }

  private static Declared ring(Index index) {
    return Declared.of("ENTRY")
        .ring(index)
        .with("after", "HEAD")
        .with("next", "Next")
        .with("capacity", "Capacity")
        .with("valid", "Valid")
        .column("Sequence", As.SKIP)
        .column("Valid", As.SKIP);
  }

  private static List<Object> values(Walked walked) {
    List<Object> values = new ArrayList<>();
    walked.rows().forEach(row -> values.add(row.values().get(0)));
    return values;
  }

  private static List<Object> numbers(long from, long to) {
    return new ArrayList<>(LongStream.range(from, to).boxed().toList());
  }

  /** For any number of records and any start of the counter: the last ones, oldest first. */
  @ParameterizedTest
  @ValueSource(longs = {0, 0xFFFFFFF0L, 0xFFFFFFFFL, 0x7FFFFFFAL})
  void counterInEveryState(long first) throws IOException {
    for (int capacity = 1; capacity <= 7; capacity++) {
      Driver driver = new Driver(Index.COUNTER, capacity, first);
      // A ring whose counter didn't begin at 0 has been full before.
      int before = first == 0 ? 0 : capacity + 3;
      driver.counter = first - before & 0xFFFFFFFFL;
      for (int value = -before; value < 0; value++) {
        driver.write(value & 0xFFFFFFFFL);
      }
      for (int written = 0; written < 3 * capacity; written++) {
        Walked walked = ring(Index.COUNTER).walk(TYPES, driver.blob(0));
        assertThat(values(walked))
            .as(capacity + " slots, " + written)
            .isEqualTo(List.copyOf(driver.newest.values()));
        assertThat(walked.rejects()).isEmpty();
        assertThat(walked.rows()).extracting(row -> row.values().get(1)).doesNotContain(true);
        driver.write(written);
      }
    }
  }

  @Test
  void slotInEveryState() throws IOException {
    for (int capacity = 1; capacity <= 7; capacity++) {
      Driver driver = new Driver(Index.SLOT, capacity, 0);
      for (int written = 0; written < 3 * capacity; written++) {
        Walked walked = ring(Index.SLOT).walk(TYPES, driver.blob(0));
        assertThat(values(walked)).isEqualTo(numbers(Math.max(0, written - capacity), written));
        assertThat(walked.rejects()).isEmpty();
        assertThat(walked.blobs().get(0).status()).isEqualTo(Status.DECODED);
        driver.write(written);
      }
    }
  }

  /** Without a member that marks written records, a slot of zeros is empty. */
  @Test
  void neverWrittenItemsAreZeros() throws IOException {
    Driver driver = new Driver(Index.SLOT, 6, 0);
    driver.write(7);
    driver.write(8);
    Declared ring =
        Declared.of("ENTRY")
            .ring(Index.SLOT)
            .with("after", "HEAD")
            .with("next", "Next")
            .column("Sequence", As.SKIP)
            .column("Valid", As.SKIP);

    assertThat(values(ring.walk(TYPES, driver.blob(0)))).containsExactly(7L, 8L);
  }

  /** The fill count tells where the oldest record is, whatever the slots after it still contain. */
  @ParameterizedTest
  @ValueSource(strings = {"SLOT", "COUNTER"})
  void fillSaysHowManyThereAre(String index) throws IOException {
    Driver driver = new Driver(Index.valueOf(index), 5, 0);
    for (int value = 0; value < 12; value++) {
      driver.write(value);
    }
    Declared ring = ring(Index.valueOf(index)).with("written", "Written");

    for (int fill = 0; fill <= 7; fill++) {
      assertThat(values(ring.walk(TYPES, driver.blob(fill))))
          .as("fill " + fill)
          .isEqualTo(numbers(12 - Math.min(fill, 5), 12));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLOT", "COUNTER"})
  void claimedAndUnfinishedIsTorn(String index) throws IOException {
    for (int before = 0; before <= 11; before++) {
      Driver driver = new Driver(Index.valueOf(index), 5, 0);
      for (int value = 0; value < before; value++) {
        driver.write(value);
      }
      driver.claimAndInvalidate();

      Walked walked = ring(Index.valueOf(index)).walk(TYPES, driver.blob(0));

      List<Object> wanted = numbers(Math.max(0, before - 4), before);
      wanted.add(0L);
      assertThat(values(walked)).as("after " + before).isEqualTo(wanted);
      List<Object> torn = new ArrayList<>();
      walked.rows().forEach(row -> torn.add(row.values().get(1)));
      assertThat(torn.subList(0, torn.size() - 1)).doesNotContain(true);
      assertThat(torn.get(torn.size() - 1)).isEqualTo(true);
    }
  }

  /** The order shows that a claimed slot still contains the previous record. */
  @Test
  void claimedAndStillOldIsTorn() throws IOException {
    Driver driver = new Driver(Index.COUNTER, 5, 0);
    for (int value = 0; value < 13; value++) {
      driver.write(value);
    }
    driver.claim();

    Walked walked = ring(Index.COUNTER).with("order", "Sequence").walk(TYPES, driver.blob(0));

    assertThat(values(walked)).containsExactly(9L, 10L, 11L, 12L, 8L);
    assertThat(walked.rows())
        .extracting(row -> row.values().get(1))
        .containsExactly(false, false, false, false, true);
  }

  @Test
  void slotOutOfRangeIsARejectAndTheOrderIsTheSequences() throws IOException {
    Driver driver = new Driver(Index.COUNTER, 5, 0xFFFFFFFDL);
    for (int value = 0; value < 8; value++) {
      driver.write(value);
    }
    byte[] blob = driver.blob(0);
    System.arraycopy(new Little(4).u32(0, 5).toBytes(), 0, blob, 0, 4);

    Walked ordered = ring(Index.SLOT).with("order", "Sequence").walk(TYPES, blob);
    Walked unordered = ring(Index.SLOT).walk(TYPES, blob);

    assertThat(values(ordered)).containsExactly(3L, 4L, 5L, 6L, 7L);
    assertReject(ordered, Reason.CORRUPT, 0, "the index is 5, the ring has 5 slots");
    assertThat(ordered.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
    assertThat(unordered.rows()).isEmpty();
    assertReject(
        unordered,
        Reason.CORRUPT,
        0,
        "the index is 5, the ring has 5 slots; no order says which record is the oldest");
  }

  private static void assertReject(Walked walked, Reason reason, int at, String message) {
    long data = walked.blobs().get(0).blob().dataOffset();
    assertThat(walked.rejects())
        .containsExactly(
            new Reject(Reject.Stage.DECODE, 0, Declared.TAG, data + at, reason, message));
  }

  /** Every complete slot of a cut blob is a row, in the same order; the cut is a reject. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5, 8, 11})
  void cutAnywhere(int written) throws IOException {
    Driver driver = new Driver(Index.COUNTER, 5, 0);
    for (int value = 0; value < written; value++) {
      driver.write(value);
    }
    byte[] blob = driver.blob(0);
    List<Object> whole = values(ring(Index.COUNTER).walk(TYPES, blob));

    for (int length = 1; length < blob.length; length++) {
      Walked walked = ring(Index.COUNTER).walk(TYPES, Arrays.copyOf(blob, length));
      if (length < HEAD_BYTES) {
        assertThat(walked.rows()).isEmpty();
        assertReject(
            walked, Reason.TRUNCATED, length, "HEAD takes 12 bytes, the blob has " + length);
        continue;
      }
      int present = (length - HEAD_BYTES) / ENTRY_BYTES;
      List<Object> wanted = new ArrayList<>(whole);
      wanted.removeIf(value -> (long) value % 5 >= present);
      assertThat(values(walked)).isEqualTo(wanted);
      if (wanted.size() < whole.size()) {
        assertReject(
            walked,
            Reason.TRUNCATED,
            HEAD_BYTES + present * ENTRY_BYTES,
            "the blob ends in slot " + present + " of 5");
      } else {
        assertThat(walked.rejects()).isEmpty();
      }
    }
  }

  /** The head may end in the array of the records, whose bound is the ring's. */
  @Test
  void boundOfTheArrayIsTheCapacity() throws IOException {
    Driver driver = new Driver(Index.COUNTER, 5, 0);
    for (int value = 0; value < 7; value++) {
      driver.write(value);
    }
    byte[] blob = Arrays.copyOf(driver.blob(0), HEAD_BYTES + 9 * ENTRY_BYTES);
    Declared ring =
        Declared.of("ENTRY")
            .ring(Index.COUNTER)
            .with("after", "LOG")
            .with("next", "Next")
            .with("valid", "Valid")
            .column("Sequence", As.SKIP)
            .column("Valid", As.SKIP);

    Walked walked = ring.walk(TYPES, blob);

    assertThat(values(walked)).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(walked.rejects()).isEmpty();
  }

  /**
   * Without a field or a bound, the ring is as large as fits, and trailing zeros are not part of
   * it.
   */
  @Test
  void whatFitsIsTheCapacity() throws IOException {
    Driver driver = new Driver(Index.COUNTER, 5, 0);
    for (int value = 0; value < 7; value++) {
      driver.write(value);
    }
    Declared ring =
        Declared.of("ENTRY")
            .ring(Index.COUNTER)
            .with("after", "HEAD")
            .with("next", "Next")
            .with("order", "Sequence")
            .column("Valid", As.SKIP);
    byte[] blob = driver.blob(0);

    Walked padded = ring.walk(TYPES, Arrays.copyOf(blob, blob.length + 7));
    Walked cut = ring.walk(TYPES, Arrays.copyOf(blob, blob.length - 2));

    assertThat(values(padded)).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(padded.rejects()).isEmpty();
    assertThat(values(cut)).containsExactly(2L, 3L, 5L, 6L);
    assertThat(cut.rejects())
        .extracting(Reject::message)
        .containsExactly(
            "the last slot has 10 of 12 bytes", "the index is 7, the ring has 4 slots");
  }

  @Test
  void capacityOfFourBillionCostsNothing() throws IOException {
    byte[] blob =
        new Little(HEAD_BYTES + 2 * ENTRY_BYTES)
            .u32(0, 2)
            .u32(4, 0xFFFFFFFFL)
            .u32(HEAD_BYTES + 4, 1)
            .u32(HEAD_BYTES + 8, 40)
            .u32(HEAD_BYTES + 16, 1)
            .u32(HEAD_BYTES + 20, 41)
            .toBytes();

    Walked walked = ring(Index.COUNTER).walk(TYPES, blob);

    assertThat(values(walked)).containsExactly(40L, 41L);
    assertThat(walked.rejects()).isEmpty();
    System.arraycopy(new Little(4).u32(0, -5).toBytes(), 0, blob, 0, 4);
    assertThat(ring(Index.COUNTER).walk(TYPES, blob).rejects())
        .extracting(Reject::message)
        .containsExactly("the blob ends in slot 2 of 4294967295");
  }

  @Test
  void capacityOfZeroIsAnEmptyRing() throws IOException {
    Walked walked = ring(Index.COUNTER).walk(TYPES, new byte[HEAD_BYTES + ENTRY_BYTES]);

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).isEmpty();
  }

  /** For any value of one byte, there are no more rows than slots, and only faults of the bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"SLOT", "COUNTER"})
  void anyByteChanged(String index) throws IOException {
    Driver driver = new Driver(Index.valueOf(index), 5, 0);
    for (int value = 0; value < 8; value++) {
      driver.write(value);
    }
    byte[] blob = driver.blob(5);
    DeclaredDecoder decoder = ring(Index.valueOf(index)).with("order", "Sequence").decoder(TYPES);

    for (int at = 0; at < blob.length; at++) {
      for (int bits : new int[] {0x01, 0x80, 0xFF}) {
        byte[] changed = blob.clone();
        changed[at] ^= (byte) bits;
        Walked walked =
            Declared.walk(decoder, DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE), changed);
        assertThat(walked.rows()).as("byte " + at).hasSizeLessThanOrEqualTo(5);
        assertThat(walked.rejects())
            .as("byte " + at)
            .hasSizeLessThanOrEqualTo(1)
            .noneMatch(reject -> reject.message().contains("failed"));
      }
    }
  }
}
