package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.Reject;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.decode.declared.TextDeclaration.Encoding;
import org.crashtag.decode.text.TextLines;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs that are text. */
class TextDecoderTest {
  private static TextDecoder decoder(int skip, Encoding encoding, int key, boolean rot13) {
    Name table = new Name("acme_trace", "p.yaml:3:5");
    Xor xor = new Xor(false, key);
    try {
      return TextDecoder.of(
          new TextDeclaration("p.yaml:2:5", Declared.TAG, table, skip, encoding, xor, rot13));
    } catch (DeclarationException e) {
      throw new AssertionError(e);
    }
  }

  private static Walked walk(TextDecoder decoder, byte[] blob) throws IOException {
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.DROP, new byte[16]));
    DumpWalker walker = new DumpWalker(Decoders.load().withFirst(List.of(decoder)), options);
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).blob(SampleBlob.of(Declared.TAG, blob));
    return Walked.through(ArrayContent.of(DumpBytes.of(dump)), walker);
  }

  private static List<Object> lines(TextDecoder decoder, byte[] blob) throws IOException {
    Walked walked = walk(decoder, blob);
    assertThat(walked.rejects()).isEmpty();
    return walked.rows().stream().map(row -> row.values().get(0)).toList();
  }

  private static byte[] xor(byte[] bytes, int key) {
    byte[] hidden = bytes.clone();
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] ^= (byte) key;
    }
    return hidden;
  }

  @Test
  void linesUpToTheFirstNul() throws IOException {
    byte[] blob = "start\r\n\nqueue 2 st\u00f6rt\nend\0residue\n".getBytes(UTF_8);
    TextDecoder decoder = decoder(0, Encoding.UTF_8, 0, false);

    assertThat(lines(decoder, blob)).containsExactly("start", "", "queue 2 st\u00f6rt", "end");
    assertThat(walk(decoder, blob).blobs().get(0).decodedBytes())
        .isEqualTo(blob.length - "\0residue\n".length());
    assertThat(lines(decoder, new byte[64])).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void encodings(Encoding encoding) throws IOException {
    String text = encoding == Encoding.ASCII ? "go\nback" : "gr\u00fcn\nback";
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.write(new byte[] {1, 2, 3, 4});
    blob.write(text.getBytes(encoding == Encoding.UTF_16 ? UTF_16LE : encoding.charset()));
    blob.write(new byte[6]);

    assertThat(lines(decoder(4, encoding, 0, false), blob.toByteArray()))
        .containsExactlyElementsOf(text.lines().map(line -> (Object) line).toList());
    BlobFacts facts = walk(decoder(4, encoding, 0, false), blob.toByteArray()).blobs().get(0);
    assertThat(facts.decodedBytes()).isEqualTo(blob.size() - 4);
  }

  @Test
  void byteOrderMarkIsNoText() throws IOException {
    assertThat(lines(decoder(0, Encoding.UTF_16, 0, false), "\uFEFFgo".getBytes(UTF_16LE)))
        .containsExactly("go");
    assertThat(lines(decoder(0, Encoding.UTF_8, 0, false), "\uFEFFgo".getBytes(UTF_8)))
        .containsExactly("go");
  }

  /** What was never written is 0, and so isn't XORed; a NUL that was written is. */
  @Test
  void xorAndRot13() throws IOException {
    byte[] written = xor("Uryyb\njbeyq 2".getBytes(ISO_8859_1), 0xCC);
    TextDecoder decoder = decoder(0, Encoding.ASCII, 0xCC, true);

    assertThat(lines(decoder, Arrays.copyOf(written, 40))).containsExactly("Hello", "world 2");
    assertThat(lines(decoder, xor("Uryyb\0junk".getBytes(ISO_8859_1), 0xCC)))
        .containsExactly("Hello");
  }

  /** A blank XORed with a blank is 0, but no end. */
  @Test
  void storedZeroMayBeACharacter() throws IOException {
    byte[] written = xor("two words".getBytes(ISO_8859_1), ' ');

    assertThat(lines(decoder(0, Encoding.ASCII, ' ', false), Arrays.copyOf(written, 40)))
        .containsExactly("two words");
  }

  @Test
  void wideTextMayBeHiddenToo() throws IOException {
    byte[] written = xor("Tb!\0junk".getBytes(UTF_16LE), 0x5A);

    assertThat(lines(decoder(0, Encoding.UTF_16, 0x5A, true), written)).containsExactly("Go!");
  }

  @Test
  void userNamesInPathsArePrivate() throws IOException {
    byte[] blob = "open C:\\Users\\jane\\a.log".getBytes(ISO_8859_1);

    assertThat(lines(decoder(0, Encoding.UTF_8, 0, false), blob).toString()).doesNotContain("jane");
  }

  @Test
  void blobWithoutText() throws IOException {
    Walked walked = walk(decoder(8, Encoding.UTF_8, 0, false), new byte[] {1, 2, 3});

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects())
        .extracting(Reject::reason, Reject::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Reason.TRUNCATED, "the text starts at byte 8, the blob has 3"));
  }

  @Test
  void linesAreBounded() throws IOException {
    byte[] blob = new byte[TextLines.MOST_LINES + 1];
    Arrays.fill(blob, (byte) '\n');
    Walked walked = walk(decoder(0, Encoding.UTF_8, 0, false), blob);

    assertThat(walked.rows()).hasSize(TextLines.MOST_LINES);
    assertThat(walked.rejects()).extracting(Reject::reason).containsExactly(Reason.LIMIT);
  }

  @Test
  void longLineIsCutBetweenCharacters() throws IOException {
    String text = "x" + "\u20ac".repeat(30_000);
    Walked walked = walk(decoder(0, Encoding.UTF_8, 0, false), text.getBytes(UTF_8));

    int kept = (TextLines.MOST_LINE_BYTES - 1) / 3;
    assertThat(walked.rows().get(0).values()).contains("x" + "\u20ac".repeat(kept));
    assertThat(walked.rejects())
        .extracting(Reject::message)
        .containsExactly("1 line is longer than 65536 bytes, up to 90001; the rest is left out");
  }

  @Test
  void anyBytesAreTextOrARejects() throws IOException {
    byte[] blob = new byte[600];
    for (int i = 0; i < blob.length; i++) {
      blob[i] = (byte) (i * 37 + 1);
    }
    for (Encoding encoding : Encoding.values()) {
      for (int length = 1; length < blob.length; length += 7) {
        Walked walked = walk(decoder(3, encoding, 0x81, true), Arrays.copyOf(blob, length));
        assertThat(walked.rejects()).hasSize(length < 3 ? 1 : 0);
      }
    }
  }
}
