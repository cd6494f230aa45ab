package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Privacy.Mode;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;

class PrivacyTest {
  private static final byte[] KEY = "a key".getBytes(UTF_8);

  /** Computed with openssl: {@code printf serial | openssl dgst -sha256 -hmac "a key"}. */
  private static final String HASH = "bc1fbecf24ef2e04fda2b08c209f969a";

  @Test
  void hashIsHmacSha256() {
    assertThat(new Privacy(Mode.HASH, KEY).text("serial")).isEqualTo(HASH);
    assertThat(new Privacy(Mode.KEEP, KEY).hash("serial")).isEqualTo(HASH);
    assertThat(new Privacy(Mode.HASH, new byte[1]).text("serial")).isNotEqualTo(HASH);
  }

  @Test
  void modesKeepOrDrop() {
    assertThat(new Privacy(Mode.KEEP, KEY).text("serial")).isEqualTo("serial");
    assertThat(new Privacy(Mode.DROP, KEY).text("serial")).isNull();
    assertThat(new Privacy(Mode.HASH, KEY).text(null)).isNull();
  }

  @Test
  void privateColumnsAreReplacedOnTheWayToTheSink() throws IOException {
    assertThat(through(Mode.HASH)).containsExactly("open", HASH);
    assertThat(through(Mode.KEEP)).containsExactly("open", "serial");
    assertThat(through(Mode.DROP)).containsExactly("open", null);
  }

  @Test
  void onlyTextIsMadePrivateAsAWhole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Column("number", ColumnType.BIGINT, "One.").asPrivate());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Column("texts", ColumnType.TEXT, "Some.").asList().asPrivate());
  }

  private static List<Object> through(Mode mode) throws IOException {
    Decoders decoders = Decoders.load().withFirst(List.of(new PrivateDecoder()));
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .blob(SampleBlob.of(ThrowingDecoder.TAG, new byte[] {1})));
    WalkOptions options = WalkOptions.all().withPrivacy(new Privacy(mode, KEY));
    return Walked.through(ArrayContent.of(dump), new DumpWalker(decoders, options))
        .rows()
        .get(0)
        .values();
  }

  private static final class PrivateDecoder extends ThrowingDecoder {
    private static final TypedTable<String> TABLE =
        TypedTable.ofRecords(String.class, "secrets", "A secret.")
            .text("open", "Not private.", text -> "open")
            .text("serial", "Private.", text -> text)
            .asPrivate()
            .build();

    @Override
    public List<TableSchema> tables() {
      return List.of(TABLE.schema());
    }

    @Override
    public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
      sink.row(TABLE, "serial");
    }
  }
}
