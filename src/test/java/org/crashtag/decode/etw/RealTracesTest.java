package org.crashtag.decode.etw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.crashtag.testing.Walked.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces of real dumps give the same as an independent reader. */
class RealTracesTest {
  private static final int DAMAGED_PLACES = 5;

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> traces() throws IOException {
    return RealDumps.expected("EXPECTED-ETW.jsonl").stream()
        .filter(dump -> !dump.file().contains("!"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void loggersAreThoseExpected(Expected expected) throws IOException {
    Walked walked = walk(expected);

    assertThat(rows(walked, EtwTables.LOGGERS.schema()))
        .extracting(RealTracesTest::summary)
        .isEqualTo(expected.objects("loggers").stream().map(RealTracesTest::summary).toList());
  }

  /**
   * No byte is skipped: each belongs to a header, a name, a record or padding, or there is a
   * reject.
   */
  @ParameterizedTest
  @MethodSource("traces")
  void everyByteIsAccountedFor(Expected expected) throws IOException {
    Walked walked = walk(expected);

    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.blobs())
        .filteredOn(blob -> blob.blob().tag().equals(EtwDecoder.TAG))
        .singleElement()
        .satisfies(
            blob -> {
              assertThat(blob.status()).isEqualTo(Status.DECODED);
              assertThat(blob.keptBytes()).isEqualTo(expected.number("size"));
              assertThat(TraceMap.bytesOf(blob.data())).isEqualTo(expected.number("accounted"));
            });
  }

  @ParameterizedTest
  @MethodSource("traces")
  void eventsAndMessagesAreAllThere(Expected expected) throws IOException {
    Walked walked = walk(expected);

    assertThat(perLogger(rows(walked, EtwTables.EVENTS.schema()), "logger", null))
        .isEqualTo(kinds(expected, "EVENT"));
    assertThat(perLogger(rows(walked, EtwTables.MESSAGES.schema()), "logger", "count"))
        .isEqualTo(kinds(expected, "MESSAGE"));
  }

  /** A payload that doesn't end where its fields do has no fields, and a reject. */
  @ParameterizedTest
  @MethodSource("traces")
  void everyPayloadThatIsDescribedIsDecodedToItsEnd(Expected expected) throws IOException {
    Walked walked = walk(expected);
    List<Map<String, Object>> events = rows(walked, EtwTables.EVENTS.schema());
    long named = 0;
    long reported = 0;
    for (Map<?, ?> logger : expected.objects("loggers")) {
      named += (long) logger.get("named_exact");
      reported += (long) logger.get("legacy_exact");
    }

    assertThat(events)
        .filteredOn(event -> event.get("event_name") != null)
        .hasSize((int) named)
        .allMatch(event -> isJson((String) event.get("fields")));
    assertThat(events)
        .filteredOn(event -> event.get("event_name") == null && event.get("fields") != null)
        .hasSize((int) reported)
        .allMatch(event -> isJson((String) event.get("fields")));
  }

  /** Cut or changed at seeded places, a trace gives rows and at most two rejects. */
  @ParameterizedTest
  @MethodSource("traces")
  void damageCostsWhatItHits(Expected expected) throws IOException {
    byte[] trace = trace(walk(expected));
    SplittableRandom random = new SplittableRandom(trace.length);
    long all = Decoded.of(trace).rowCount();
    for (int i = 0; i < DAMAGED_PLACES; i++) {
      int place = random.nextInt(trace.length);
      Decoded cut = Decoded.of(Arrays.copyOf(trace, place));
      byte[] changed = trace.clone();
      changed[place] ^= (byte) (1 << i % 8);
      Decoded flipped = Decoded.of(changed);

      assertThat(cut.rejects()).as("cut to " + place).hasSizeLessThanOrEqualTo(2);
      assertThat(cut.rowCount()).as("cut to " + place).isLessThanOrEqualTo(all);
      assertThat(flipped.rejects()).as("changed at " + place).hasSizeLessThanOrEqualTo(2);
      assertThat(flipped.rowCount()).as("changed at " + place).isLessThanOrEqualTo(2 * all + 2);
    }
  }

  private static byte[] trace(Walked walked) {
    return walked.blobs().stream()
        .filter(blob -> blob.blob().tag().equals(EtwDecoder.TAG))
        .findFirst()
        .orElseThrow()
        .data()
        .toArray();
  }

  private static Walked walk(Expected expected) throws IOException {
    WalkOptions options =
        WalkOptions.all()
            .withoutModules()
            .withTags(EtwDecoder.TAG::equals)
            .withPrivacy(Decoded.privacy(Privacy.Mode.KEEP));
    return Walked.through(
        ArrayContent.of(RealDumps.read(expected.file())),
        new DumpWalker(Decoders.load(), Walked.keeping(options, EtwDecoder.TAG::equals)));
  }

  private static List<Map<String, Object>> rows(Walked walked, TableSchema table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : walked.rows()) {
      if (row.table().equals(table.name())) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < row.values().size(); i++) {
          int column = i + TableSchema.RECORD_KEY_COLUMNS;
          values.put(table.columns().get(column).name(), row.values().get(i));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static String summary(Map<?, ?> logger) {
    if (logger.containsKey("buffer_bytes")) {
      return String.join(
          " ",
          (String) logger.get("name"),
          logger.get("logger_id").toString(),
          "0x" + Long.toHexString((long) logger.get("mode")),
          logger.get("clock").toString(),
          logger.get("buffers") + "/" + logger.get("buffers_used"),
          logger.get("buffer_bytes").toString(),
          time(logger.get("start_time")),
          time(logger.get("first_time")),
          time(logger.get("last_time")));
    }
    return String.join(
        " ",
        (String) logger.get("name"),
        logger.get("id").toString(),
        (String) logger.get("mode"),
        ((String) logger.get("clock")).toLowerCase(Locale.ROOT),
        logger.get("buffers") + "/" + logger.get("used"),
        logger.get("buffer_size").toString(),
        instant(logger.get("start")),
        instant(logger.get("first")),
        instant(logger.get("last")));
  }

  private static String time(Object micros) {
    return micros == null ? "never" : ColumnType.instant((long) micros).toString();
  }

  private static String instant(Object text) {
    return text == null ? "never" : Instant.parse((String) text).toString();
  }

  private static Map<Object, Long> perLogger(
      List<Map<String, Object>> rows, String logger, String count) {
    Map<Object, Long> sums = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      sums.merge(row.get(logger), count == null ? 1L : (Long) row.get(count), Long::sum);
    }
    return sums;
  }

  private static Map<Object, Long> kinds(Expected expected, String kind) {
    Map<Object, Long> kinds = new TreeMap<>();
    for (Map<?, ?> logger : expected.objects("loggers")) {
      Object count = ((Map<?, ?>) logger.get("kinds")).get(kind);
      if (count != null) {
        kinds.put(logger.get("name"), (long) count);
      }
    }
    return kinds;
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        // Reads on to the end, or throws.
      }
      return text.startsWith("{");
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
