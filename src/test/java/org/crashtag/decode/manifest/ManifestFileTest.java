package org.crashtag.decode.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Privacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
  private static final Guid PROVIDER = Guid.constant("3d1a7c52-6b0f-4f7e-9c11-2a5b8e4d7f60");

  @TempDir private Path folder;

  private EventText text(String manifest, String payload, Privacy.Mode mode) throws IOException {
    return Manifests.text(
        Manifests.read(folder, manifest),
        PROVIDER,
        1,
        0,
        Bytes.of(HexFormat.of().parseHex(payload)),
        8,
        mode);
  }

  private EventText text(String manifest, String payload) throws IOException {
    return text(manifest, payload, Privacy.Mode.KEEP);
  }

  private void assertRefused(String manifest, Reason reason, String message) {
    assertThatThrownBy(() -> Manifests.read(folder, manifest))
        .isInstanceOfSatisfying(
            MalformedException.class,
            fault -> {
              assertThat(fault.getMessage()).contains(message).doesNotContain("\n");
              assertThat(fault.reason()).isEqualTo(reason);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE instrumentationManifest><instrumentationManifest/>",
        "<!DOCTYPE instrumentationManifest SYSTEM 'file:///etc/passwd'><instrumentationManifest/>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><instrumentationManifest/>",
        "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + "<instrumentationManifest>&x;</instrumentationManifest>",
        "<?xml version='1.0'?><!-- <a> ---><?pi ??> <!DOCTYPE x",
        "\uFEFF<!DOCTYPE x [<!ELEMENT"
      })
  void documentTypeIsRefused(String manifest) {
    assertRefused(
        manifest, Reason.UNSUPPORTED, "line 1: document type declarations are not supported");
  }

  @Test
  void entityThatNobodyDeclaredIsRefused() {
    assertThatThrownBy(
            () ->
                Manifests.read(folder, "<instrumentationManifest>&own;</instrumentationManifest>"))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "<a>", "<instrumentationManifest>", "<instrumentationManifest></a>"})
  void otherTextIsRefused(String manifest) {
    assertThatThrownBy(() -> Manifests.read(folder, manifest))
        .isInstanceOfSatisfying(
            MalformedException.class,
            fault -> assertThat(fault.reason()).isEqualTo(Reason.CORRUPT));
  }

  @Test
  void deepNestingIsRefused() {
    assertRefused("<instrumentationManifest>" + "<a>".repeat(100_000), Reason.LIMIT, "64 deep");
  }

  @Test
  void millionsOfElementsAreRefused() {
    assertRefused(
        "<instrumentationManifest>" + "<a/>".repeat(1_000_001) + "</instrumentationManifest>",
        Reason.LIMIT,
        "1000000 elements");
  }

  @Test
  void elementsBelowALongNameArePassedOver() throws IOException {
    String manifest =
        "<instrumentationManifest><"
            + "n".repeat(900)
            + ">"
            + "<a/>".repeat(100_000)
            + "</"
            + "n".repeat(900)
            + "></instrumentationManifest>";

    assertThat(Manifests.read(folder, manifest).events()).isEmpty();
  }

  @Test
  void eventsThatShareALargeTemplateAreBounded() {
    StringBuilder map = new StringBuilder("<maps><valueMap name='M'>");
    for (int i = 0; i < 10_000; i++) {
      map.append("<map value='").append(i).append("' message='a text'/>");
    }
    map.append("</valueMap></maps><templates><template tid='T'>");
    map.append("<data name='a' inType='win:UInt32' map='M'/>".repeat(1000));
    map.append("</template></templates><events>");
    for (int i = 0; i < 1000; i++) {
      map.append("<event value='").append(i).append("' template='T'/>");
    }
    assertRefused(
        Manifests.provider(map.append("</events>").toString(), ""),
        Reason.LIMIT,
        "exceed the limit on characters");
  }

  @Test
  void largeFileIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large.man");
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE))) {
      channel.position(1 << 27);
      channel.write(ByteBuffer.allocate(1));
    }
    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOfSatisfying(
            MalformedException.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT));
  }

  @Test
  void rootCanBeAnAssemblyInUtf16() throws IOException {
    String manifest =
        "<?xml version='1.0' encoding='UTF-16'?>"
            + Manifests.event("", "h&#233;llo &amp; &lt;all&gt;")
                .replace("instrumentationManifest", "assembly");
    Path file = Files.write(folder.resolve("a.man"), manifest.getBytes(UTF_16));
    EventText text =
        Manifests.text(Manifests.read(file), PROVIDER, 1, 0, Bytes.NONE, 8, Privacy.Mode.KEEP);

    assertThat(text).isEqualTo(new EventText("{}", "héllo & <all>"));
  }

  @Test
  void lastDefinitionOfAnEventCounts() throws IOException {
    ManifestFile.Content content =
        Manifests.read(
            folder,
            Manifests.provider(
                "<events><event value='1' message='first'/><event value='2' message='x'/>"
                    + "<event value='1' version='1' message='other version'/>"
                    + "<event value='0x1' message='last'/></events>",
                ""));

    assertThat(content.remark())
        .isEqualTo("1 events are defined twice, event 1, version 0 first; the last is used");
    assertThat(Manifests.text(content, PROVIDER, 1, 0, Bytes.NONE, 8, Privacy.Mode.KEEP).text())
        .isEqualTo("last");
  }

  @ParameterizedTest
  @CsvSource({
    "value='-1', value is",
    "value='65536', value is",
    "value='1' version='256', version is",
    "value='one', value is"
  })
  void numberThatIsNoneIsRefused(String attributes, String message) {
    assertRefused(
        Manifests.provider("<events><event " + attributes + "/></events>", ""),
        Reason.CORRUPT,
        message);
  }

  @Test
  void providerWithoutAGuidIsRefused() {
    assertRefused(
        Manifests.provider("", "").replace("{3d1a", "{"),
        Reason.CORRUPT,
        "is not a provider's GUID");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, ''",
    "UTF-16BE, ''",
    "UTF-16LE, UTF-16",
    "UTF-8, ''",
    "UTF-8, utf-8",
    "windows-1252, windows-1252",
    "ISO-8859-1, iso-8859-1",
    "GBK, GBK"
  })
  void textIsReadInItsEncoding(Charset charset, String declared) throws IOException {
    String text = charset.name().equals("GBK") ? "\u4f60\u597d" : "h\u00e9llo";
    String declaration =
        declared.isEmpty() ? "" : "<?xml version='1.0' encoding='" + declared + "'?>\n";
    Path file = folder.resolve("a.man");
    Files.writeString(file, declaration + Manifests.event("", text), charset);

    assertThat(
            Manifests.text(Manifests.read(file), PROVIDER, 1, 0, Bytes.NONE, 8, Privacy.Mode.KEEP)
                .text())
        .isEqualTo(text);
  }

  @Test
  void encodingThatNobodyKnowsIsRefused() {
    assertRefused(
        "<?xml version='1.0' encoding='x-own'?><instrumentationManifest/>",
        Reason.UNSUPPORTED,
        "the encoding x-own is not supported");
  }

  /** Java's parser would print some faults itself. */
  @Test
  void damagedFilePrintsNothing() throws IOException {
    String manifest = "<?xml version='1.0'?>" + Manifests.event("", "&b; h\u00e9llo <![CDATA[x]]>");
    String typed = manifest.replace("?>", "?><!-- c --><!DOCTYPE a [<!ENTITY b 'c'>]>");
    List<byte[]> files = List.of(manifest.getBytes(UTF_8), typed.getBytes(UTF_8));
    Random random = new Random(20260301);
    PrintStream standardError = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int refused = 0;
    try (PrintStream stream = new PrintStream(printed, true, UTF_8)) {
      System.setErr(stream);
      for (int i = 0; i < 3000; i++) {
        byte[] damaged = files.get(i % 2).clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
          damaged[random.nextInt(damaged.length)] =
              (byte) (random.nextBoolean() ? random.nextInt(256) : damaged[random.nextInt(30)]);
        }
        int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
        Path file = Files.write(folder.resolve("a.man"), Arrays.copyOf(damaged, length));
        try {
          Manifests.read(file);
        } catch (MalformedException e) {
          refused++;
        }
      }
    } finally {
      System.setErr(standardError);
    }

    assertThat(printed.toString(UTF_8)).isEmpty();
    assertThat(refused).isGreaterThan(2900);
  }

  @Test
  void bytesThatAreNotOfTheEncodingAreRefused() throws IOException {
    Path file = folder.resolve("ansi.man");
    Files.writeString(file, "<instrumentationManifest a='\u00e9'/>", ISO_8859_1);
    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOfSatisfying(
            MalformedException.class, fault -> assertThat(fault.getMessage()).contains("encoding"));
  }

  @ParameterizedTest
  @CsvSource({
    "<data name='a' inType='win:NoSuch'/>, 00",
    "<data name='a' inType='win:Binary'/>, 00",
    "<data name='a' inType='win:AnsiString' length='b'/>, 00",
    "<data name='a' inType='win:AnsiString' length='b'/><data name='b' inType='win:UInt8'/>, 0000",
    "<data name='b' inType='win:Float'/><data name='a' inType='win:UInt8' count='b'/>, 00000000",
    "<data name='b' inType='win:Int8'/><data name='a' inType='win:UInt8' count='b'/>, ff",
    "<data name='b' inType='win:UInt64'/><data name='a' inType='win:UInt8' count='b'/>,"
        + " ffffffffffffff7f",
    "<data name='b' inType='win:UInt64'/><data name='a' inType='win:UnicodeString' length='b'/>,"
        + " 0000000000000080",
    "<data name='b' inType='win:UInt64'/><data name='a' inType='win:UnicodeString' length='b'/>,"
        + " ffffffffffffff7f",
    "<data name='a' inType='win:AnsiString' count='1000000000'/>, 0000",
    "<struct name='s' count='999999999'></struct>, 00",
    "<data name='a' inType='win:SID'/>, 01ff000000000005",
    "<data name='a' inType='win:UInt32'/>, 000000"
  })
  void payloadThatDoesNotFitHasNoFields(String template, String payload) throws IOException {
    assertThat(text(Manifests.event(template, "m"), payload)).isEqualTo(EventText.NONE);
  }

  @Test
  void sizeInAStructureNamesTheNearestFieldBefore() throws IOException {
    String template =
        "<data name='n' inType='win:UInt8'/><struct name='s' count='n'>"
            + "<data name='n' inType='win:UInt8'/>"
            + "<data name='t' inType='win:Binary' length='n'/></struct>";

    assertThat(text(Manifests.event(template, "%2"), "0201aa02bbcc"))
        .isEqualTo(
            new EventText(
                "{\"n\":2,\"s\":[{\"n\":1,\"t\":\"aa\"},{\"n\":2,\"t\":\"bbcc\"}]}",
                "[{\"n\":1,\"t\":\"aa\"},{\"n\":2,\"t\":\"bbcc\"}]"));
  }

  @Test
  void eventOfATemplateThatIsNotThereFitsNothing() throws IOException {
    String manifest = Manifests.event("", "m").replace("tid='T'", "tid='U'");

    assertThat(text(manifest, "")).isEqualTo(EventText.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "a%%b%bc%.d%!e, a%b c.d!e",
    "%1!u! %1 %2 %12, 7 7 %2 %12",
    "%1!x, 7!x",
    "up to%0 here, up to",
    "%z %, %z %"
  })
  void messageHasItsEscapes(String message, String text) throws IOException {
    assertThat(text(Manifests.event("<data name='a' inType='win:UInt8'/>", message), "07").text())
        .isEqualTo(text);
  }

  @Test
  void messageThatRepeatsALongFieldIsBounded() throws IOException {
    String manifest =
        Manifests.event("<data name='a' inType='win:AnsiString'/>", "%1".repeat(10_000));

    assertThat(text(manifest, "61".repeat(1000) + "00").text()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "<data name='UserName' inType='win:UnicodeString'/>, 61000000",
    "<data name='a' inType='win:SID'/>,"
        + " 010500000000000515000000010000000200000003000000e9030000",
    "<data name='a' inType='win:UInt32' outType='win:IPv4'/>, c0a80107",
    "<data name='a' inType='win:Binary' outType='win:IPv6' length='16'/>,"
        + " 20010db8000000000000000000000001",
    "<data name='a' inType='win:Binary' length='6'/>, 001122aabbcc"
  })
  void privateFieldsAreHiddenInTheMessageToo(String template, String payload) throws IOException {
    String manifest = Manifests.event(template, "<%1>".replace("<", "[").replace(">", "]"));
    EventText shown = text(manifest, payload);
    EventText hidden = text(manifest, payload, Privacy.Mode.HASH);

    assertThat(hidden.fields())
        .isNotEqualTo(shown.fields())
        .matches("\\{\"\\w+\":\"#?[0-9a-f]{32}\"}");
    assertThat(hidden.text()).matches("\\[#?[0-9a-f]{32}]");
    assertThat(text(manifest, payload, Privacy.Mode.DROP).text()).isEqualTo("[null]");
  }

  @Test
  void privatePartOfATextIsHidden() throws IOException {
    String manifest = Manifests.event("<data name='a' inType='win:AnsiString'/>", "at %1");
    String payload = HexFormat.of().formatHex("C:\\Users\\anna\\x\0".getBytes(US_ASCII));

    assertThat(text(manifest, payload, Privacy.Mode.DROP).text()).isEqualTo("at C:\\Users\\*\\x");
  }
}
