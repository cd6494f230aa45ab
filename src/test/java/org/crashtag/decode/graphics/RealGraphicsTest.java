package org.crashtag.decode.graphics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decodes the blobs of display drivers and others in real dumps, and compares them with an
 * independent reader's.
 */
class RealGraphicsTest {
  private static final WalkOptions KEEPING =
      WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.KEEP, new byte[1]));

  private static final Map<String, TableSchema> TABLES =
      Decoders.load().tables().stream()
          .collect(Collectors.toMap(TableSchema::name, table -> table));

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> expected() throws IOException {
    return RealDumps.expected("EXPECTED-GPU.jsonl");
  }

  @ParameterizedTest
  @MethodSource("expected")
  void rowsAndKnownBytesAreThoseExpected(Expected expected) throws Exception {
    Walked walked = RealDumps.walk(expected.file(), KEEPING);

    for (Map<?, ?> blob : expected.objects("blobs")) {
      long ordinal = (long) blob.get("ordinal");
      for (Map.Entry<?, ?> table : ((Map<?, ?>) blob.get("tables")).entrySet()) {
        Map<?, ?> rows = (Map<?, ?>) table.getValue();
        String text = canonical(walked, ordinal, (String) table.getKey());
        assertThat(text.lines().count()).as(table.getKey() + "").isEqualTo(rows.get("count"));
        assertThat(sha256(text)).as(text).isEqualTo(rows.get("sha256"));
      }
      BlobFacts facts = walked.blobs().get((int) ordinal);
      assertThat((double) facts.decodedBytes() / (long) blob.get("decoded_bytes"))
          .as(blob.get("tag") + "")
          .isBetween(0.9, 1.1);
      assertThat(facts.status()).isEqualTo(BlobFacts.Status.DECODED);
    }
  }

  private static String canonical(Walked walked, long ordinal, String table) {
    StringBuilder text = new StringBuilder();
    for (Walked.Row row : walked.rows()) {
      if (row.ordinal() == ordinal && row.table().equals(table)) {
        text.append(ordinal).append('\t').append(row.entry());
        List<Column> columns = TABLES.get(table).columns();
        for (int i = 0; i < row.values().size(); i++) {
          Column column = columns.get(i + TableSchema.RECORD_KEY_COLUMNS);
          text.append('\t').append(cell(column, row.values().get(i)));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String cell(Column column, Object value) {
    if (value == null) {
      return "\\N";
    }
    if (column.isList()) {
      return column.text(value).replace(", ", ",");
    }
    String text = column.type() == ColumnType.TIMESTAMP ? value.toString() : column.text(value);
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String sha256(String text) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
