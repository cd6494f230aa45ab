package org.crashtag.decode.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.text.TextLines;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.VendorBlobs;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorDecodersTest {
  private static List<Object> lines(Walked walked) {
    return NamedRows.of(walked, "text_logs").stream().map(row -> row.get("text")).toList();
  }

  private static Walked kaspersky(byte[] data) throws IOException {
    return NamedRows.walk(VendorBlobs.MARK, data, WalkOptions.all());
  }

  @Test
  void kasperskysLogIsText() throws IOException {
    String text = "I: MARK 6.17\n\nW: <\\Device\\Users\\jane\\x.sys>\nI: end";
    Walked walked = kaspersky(VendorBlobs.kaspersky(text, 4096));

    assertThat(lines(walked))
        .containsExactly("I: MARK 6.17", "", "W: <\\Device\\Users\\*\\x.sys>", "I: end");
    assertThat(NamedRows.of(walked, "text_logs").get(0)).containsEntry("driver", "MARK");
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(4096);
  }

  @Test
  void lastLineFeedEndsNoFurtherLine() throws IOException {
    assertThat(lines(kaspersky(VendorBlobs.kaspersky("a\nb\n", 64)))).containsExactly("a", "b");
    assertThat(lines(kaspersky(new byte[64]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\tb", "a\u007Fb"})
  void logThatIsNoTextIsRejected(String text) throws IOException {
    Walked walked = kaspersky(VendorBlobs.kaspersky(text, 64));

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @Test
  void bytesBehindTheTextAreAFault() throws IOException {
    byte[] data = VendorBlobs.kaspersky("a\nb", 64);
    data[50] = 1;
    Walked walked = kaspersky(data);

    assertThat(lines(walked)).containsExactly("a", "b");
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(3);
  }

  @Test
  void linesAreBounded() throws IOException {
    Walked walked = kaspersky(VendorBlobs.kaspersky("\n".repeat(100_000), 100_001));

    assertThat(lines(walked)).hasSize(TextLines.MOST_LINES);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.LIMIT);
  }

  @Test
  void lengthOfALineIsBounded() throws IOException {
    String longest = "x".repeat(TextLines.MOST_LINE_BYTES);
    String log = longest + "\n" + longest + "y\nlast\n" + longest + "zzz\n";
    Walked walked = kaspersky(VendorBlobs.kaspersky(log, 200_000));

    assertThat(lines(walked)).containsExactly(longest, longest, "last", longest);
    assertThat(walked.rejects())
        .singleElement()
        .matches(reject -> reject.reason() == Reason.LIMIT)
        .extracting(Reject::message)
        .isEqualTo("2 lines are longer than 65536 bytes, up to 65539; the rest is left out");
  }

  @Test
  void amdAudioHasALineAnEntry() throws IOException {
    byte[] data = VendorBlobs.amdAudio(List.of("first\r\n", "", "a\tb", "no\u0001text", "last"));
    Walked walked = NamedRows.walk(VendorBlobs.AMD_AUDIO, data, WalkOptions.all());

    assertThat(lines(walked)).containsExactly("first", "a\tb", "last");
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(4 + 5 * 248);
    data[0]++;
    assertThat(NamedRows.walk(VendorBlobs.AMD_AUDIO, data, WalkOptions.all()).rows()).isEmpty();
  }

  @Test
  void realteksBlocksAreListedWithoutTheirRegisters() throws IOException {
    byte[] data = VendorBlobs.realtek(List.of(32, 288, 8));
    Walked walked = NamedRows.walk(VendorBlobs.REALTEK, data, WalkOptions.all());

    assertThat(NamedRows.of(walked, "device_blocks"))
        .containsExactly(block(1, 0, 32), block(2, 32, 288), block(3, 320, 8));
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(24);
  }

  private static Map<String, Object> block(long kind, long offset, long bytes) {
    return Map.of("device", "realtek_nic", "kind", kind, "offset", offset, "bytes", bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 0x7FFFFFFF, -1})
  void blockMustEndBehindItsHeadAndInTheBlob(int end) throws IOException {
    byte[] data = VendorBlobs.realtek(List.of(32));
    for (int i = 0; i < 4; i++) {
      data[4 + i] = (byte) (end >>> (8 * i));
    }
    Walked walked = NamedRows.walk(VendorBlobs.REALTEK, data, WalkOptions.all());

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).hasSize(1);
  }

  @Test
  void ntfsHasATime() throws IOException {
    byte[] data = VendorBlobs.ntfs(0x01DA_0000_0000_0000L);
    Walked empty = NamedRows.walk(VendorBlobs.NTFS, data, WalkOptions.all());
    data[4000] = 1;
    Walked filled = NamedRows.walk(VendorBlobs.NTFS, data, WalkOptions.all());

    assertThat(NamedRows.of(empty, "ntfs_state").get(0))
        .containsEntry("empty", true)
        .containsKey("time");
    assertThat(empty.blobs().get(0).decodedBytes()).isEqualTo(4096);
    assertThat(NamedRows.of(filled, "ntfs_state").get(0)).containsEntry("empty", false);
    assertThat(filled.blobs().get(0).decodedBytes()).isEqualTo(24);
  }

  @Test
  void cutNtfsIsNotSaidToBeEmpty() throws IOException {
    SampleBlob cut =
        CustomBlob.postPad(
            0,
            CustomBlob.claiming(
                4096,
                SampleBlob.of(VendorBlobs.NTFS, Arrays.copyOf(VendorBlobs.ntfs(1L << 56), 100))));
    Walked walked = NamedRows.walk(cut, WalkOptions.all());

    assertThat(NamedRows.of(walked, "ntfs_state").get(0)).doesNotContainKey("empty");
    assertThat(walked.blobs().get(0).status()).isEqualTo(BlobFacts.Status.PARTIAL);
  }
}
