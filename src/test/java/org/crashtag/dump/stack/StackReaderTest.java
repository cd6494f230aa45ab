package org.crashtag.dump.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.HeaderField;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SampleStack;
import org.crashtag.sample.UnloadedDriver;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The crash analysis of a minidump, for dumps unlike any sample. */
class StackReaderTest {
  private static final int HEADER = 0x2000;

  /** The size of the call stack, in the triage header. */
  private static final int STACK_BYTES = 0x2C;

  private static final long NT = 0xFFFFF80000000000L;
  private static final long ACME = 0xFFFFF80010000000L;
  private static final long TOP = 0xFFFFF88000001000L;
  private static final long POOL = 0xFFFFA00000000000L;

  private static Walked walk(DumpBuilder builder) throws IOException {
    return Walked.through(ArrayContent.of(DumpBytes.of(builder)).streamed(), walker(Map.of()));
  }

  private static DumpWalker walker(Map<String, String> settings) {
    return new DumpWalker(Decoders.load(), WalkOptions.all().withSettings(settings));
  }

  private static SampleStack stack() {
    return new SampleStack(MachineKind.X64, 19041).top(TOP);
  }

  private static DumpBuilder dump(SampleStack stack) {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .build(19041)
        .bugCheck(0xD1, 1, 2, 3, 4)
        .module(new SampleModule("ntoskrnl.exe", NT, 0x800000, 0, 1_600_000_000L))
        .module(new SampleModule("acme.sys", ACME, 0x8000, 0, 1_600_000_000L))
        .stack(stack);
  }

  private static List<String> frames(Walked walked) {
    return walked.stack().frames().stream()
        .map(
            frame ->
                frame.trust().label()
                    + " "
                    + frame.moduleName()
                    + "+"
                    + (frame.moduleOffset() == null ? "" : Long.toHexString(frame.moduleOffset()))
                    + " "
                    + frame.codeChecked())
        .toList();
  }

  private static Verdict verdict(DumpBuilder builder) throws IOException {
    return walk(builder).stack().verdict();
  }

  /** Each bug check that documents an address of code, with the parameter that it is. */
  @ParameterizedTest
  @CsvSource({
    "1, '1 4A 39 DF E1 128 129 15B 19A 1D6 151'",
    "2, '1E 7E 8E 3B C9 116 117 141 142'",
    "3, '50 CC CD CE CF D5 D6 1F2'",
    "4, 'A C5 D0 D1 D3 D4 96 2E 1EA'"
  })
  void documentedParameterNamesTheModule(int parameter, String codes) throws IOException {
    for (String code : codes.split(" ", -1)) {
      for (long mark : new long[] {0, 0x10000000L}) {
        long[] values = {0x5, 0, 0, 0};
        values[parameter - 1] = ACME + 0x2345;
        DumpBuilder builder =
            dump(stack())
                .bugCheck(
                    mark + Long.parseLong(code, 16), values[0], values[1], values[2], values[3]);
        Verdict verdict = verdict(builder);
        assertThat(verdict.faultingModule()).as(code).isEqualTo("acme.sys");
        assertThat(verdict.faultingOffset()).as(code).isEqualTo(0x2345);
        assertThat(verdict.faultingBy()).as(code).isEqualTo(Verdict.By.PARAMETER);
        assertThat(verdict.suspectModule()).as(code).isEqualTo("acme.sys");
        assertThat(verdict.signature()).as(code).startsWith("0x" + code).endsWith("|acme.sys");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7E, 3, 4",
    "18D, 3, 4",
    "3B, 0, 3",
    "139, 3, 0",
    "23, 2, 3",
    "24, 2, 3",
    "26, 2, 3",
    "27, 2, 3",
    "9B, 2, 3",
    "108, 2, 3",
    "12C, 2, 3",
    "3D, 1, 2",
    "10F, 1, 2",
    "1AA, 4, 3",
    "135, 0, 2",
    "1AB, 0, 3"
  })
  void recordsThatParametersPointToAreRead(String code, int exception, int context)
      throws IOException {
    long[] values = new long[5];
    SampleStack stack = stack().word(NT + 0x3000).word(0).word(NT + 0x4000);
    values[exception] = POOL;
    stack.exceptionAt(POOL, 0xC0000005L, ACME + 0x2100);
    values[context] = POOL + 0x1000;
    stack.contextAt(POOL + 0x1000, ACME + 0x2200, TOP + 16);
    Walked walked =
        walk(
            dump(stack)
                .bugCheck(Long.parseLong(code, 16), values[1], values[2], values[3], values[4]));

    assertThat(frames(walked))
        .filteredOn(frame -> !frame.startsWith("parameter") && !frame.startsWith("scan"))
        .containsExactlyElementsOf(
            List.of(
                    exception + "exception acme.sys+2100 null",
                    context + "context acme.sys+2200 null")
                .stream()
                .filter(frame -> !frame.startsWith("0"))
                .map(frame -> frame.substring(1))
                .toList());
    assertThat(walked.stack().verdict().faultingModule()).isEqualTo("acme.sys");
    assertThat(walked.stack().verdict().faultStack())
        .isEqualTo(context == 0 ? null : (Long) (TOP + 16));
  }

  @Test
  void exceptionRecordOfTheHeaderCountsUnlessItIsTheBreakpoint() throws IOException {
    DumpBuilder builder =
        dump(stack())
            .bugCheck(0xBE, 1, 2, 3, 4)
            .field(HeaderField.EXCEPTION_ADDRESS, ACME + 0x2000);

    assertThat(frames(walk(builder.exceptionCode(0xC0000005L))))
        .containsExactly("exception acme.sys+2000 null");
    for (long code : new long[] {0x80000003L, 0, 0x45474150L}) {
      assertThat(frames(walk(builder.exceptionCode(code)))).isEmpty();
    }
  }

  @Test
  void vendorsOwnCodeIsLeftAsItIs() throws IOException {
    assertThat(verdict(dump(stack()).bugCheck(0xA0000001L, 5, 0, 0, 0)).signature())
        .isEqualTo("0xA0000001");
    assertThat(verdict(dump(stack()).bugCheck(0x100000EAL, 5, 0, 0, 0)).signature())
        .isEqualTo("0xEA");
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void eachMachineHasItsRegistersWordsAndCalls(MachineKind machine) throws IOException {
    long nt = machine.wide() ? NT : 0x81000000L;
    long acme = machine.wide() ? ACME : 0x91000000L;
    long top = machine.wide() ? TOP : 0x8A001000L;
    long thumb = machine == MachineKind.ARM ? 1 : 0;
    SampleStack stack =
        new SampleStack(machine, 17134)
            .top(top)
            .word(acme + 0x2000 + thumb)
            .call(acme + 0x2000)
            .word(acme + 0x3000 + thumb)
            .noCall(acme + 0x3000)
            .word(acme + 0xFF0 + thumb)
            .word(nt + 0x4000 + thumb)
            .context(nt + 0x1234, top, nt + 0x5000 + thumb)
            .process("backup.exe", 40)
            .thread(40, 44, top - 0x1000, top + 0x1000);
    Walked walked =
        walk(
            DumpBuilder.of(machine, DumpKind.TRIAGE)
                .build(17134)
                .bugCheck(0xD1, 1, 2, 3, acme + 0x2222)
                .module(new SampleModule("ntoskrnl.exe", nt, 0x800000, 0, 1_600_000_000L))
                .module(new SampleModule("acme.sys", acme, 0x8000, 0, 1_600_000_000L))
                .stack(stack));

    boolean hasLink = machine == MachineKind.ARM || machine == MachineKind.ARM64;
    assertThat(walked.rejects()).isEmpty();
    assertThat(frames(walked))
        .containsExactlyElementsOf(
            List.of(
                    "parameter acme.sys+2222 null",
                    "context ntoskrnl.exe+1234 null",
                    "register ntoskrnl.exe+5000 null",
                    "scan acme.sys+2000 true",
                    "scan acme.sys+3000 false",
                    "scan ntoskrnl.exe+4000 null")
                .stream()
                .filter(frame -> hasLink || !frame.startsWith("register"))
                .toList());
    assertThat(walked.stack().frames().get(0).address()).isEqualTo(acme + 0x2222);
    assertThat(walked.stack().process().processName())
        .isEqualTo(machine == MachineKind.X86 ? null : "backup.exe");
    assertThat(walked.stack().process().onThreadStack()).isEqualTo(machine.wide() ? true : null);
  }

  @Test
  void unloadedModuleCanBeAtFaultButIsNotScannedFor() throws IOException {
    Walked walked =
        walk(
            dump(stack().word(POOL + 0x3000))
                .unloaded(new UnloadedDriver("gone.sys", POOL, POOL + 0x8000))
                .bugCheck(0xCE, 1, 2, POOL + 0x2000, 4));

    assertThat(frames(walked)).containsExactly("parameter gone.sys+2000 null");
    assertThat(walked.stack().verdict().suspectModule()).isEqualTo("gone.sys");
  }

  @Test
  void overlappingModulesAreSearchedInTheirOrder() throws IOException {
    Walked walked =
        walk(
            dump(stack()
                    .word(ACME + 0x3000)
                    .word(ACME + 0x9000)
                    .word(ACME + 0x11000)
                    .word(ACME - 0x1000))
                .module(new SampleModule("wide.sys", ACME - 0x4000, 0x20000, 0, 1_600_000_000L))
                .module(new SampleModule("high.sys", -0x1000, 0x10000, 0, 1_600_000_000L))
                .bugCheck(0xD1, 1, 2, 3, -0x10));

    assertThat(frames(walked))
        .containsExactly(
            "parameter high.sys+ff0 null",
            "scan acme.sys+3000 null",
            "scan wide.sys+d000 null",
            "scan wide.sys+15000 null",
            "scan wide.sys+3000 null");
  }

  @Test
  void firstBlockThatHoldsAllBytesCountsAndBlocksAreNotJoined() throws IOException {
    byte[] call = {0, 0, (byte) 0xE8, 1, 2, 3, 4};
    SampleStack stack =
        stack()
            .word(ACME + 0x2007)
            .word(ACME + 0x3007)
            .block(ACME + 0x2000, new byte[] {0, 0, (byte) 0xE8})
            .block(ACME + 0x1FF0, new byte[0x40])
            .block(ACME + 0x2000, call)
            .block(ACME + 0x3000, new byte[] {0, 0, (byte) 0xE8})
            .block(ACME + 0x3003, new byte[] {1, 2, 3, 4});

    assertThat(frames(walk(dump(stack).bugCheck(0xEF, 0, 0, 0, 0))))
        .containsExactly("scan acme.sys+2007 false", "scan acme.sys+3007 null");
  }

  @Test
  void memoryOfTheStackComesFirst() throws IOException {
    SampleStack stack = stack().exceptionAt(TOP, 0xC0000005L, ACME + 0x7000);
    stack.word(0xC0000005L).word(0).word(ACME + 0x2000);

    assertThat(frames(walk(dump(stack).bugCheck(0x139, 1, 2, TOP, 0))))
        .containsExactly("exception acme.sys+2000 null", "scan acme.sys+2000 null");
  }

  @Test
  void interruptFrameTellsTheStackAtTheFaultAndUserModeEndsTheScan() throws IOException {
    SampleStack stack =
        stack()
            .word(ACME + 0x2000)
            .interrupted(NT + 0x2345, TOP + 6 * 8)
            .word(NT + 0x3000)
            .entered(0x7FF600001000L, 0x500000)
            .word(ACME + 0x4000);
    Walked walked = walk(dump(stack).bugCheck(0xD1, 1, 2, 3, NT + 0x2345));

    assertThat(frames(walked))
        .containsExactly(
            "parameter ntoskrnl.exe+2345 null",
            "scan acme.sys+2000 null",
            "scan ntoskrnl.exe+2345 null",
            "scan ntoskrnl.exe+3000 null");
    assertThat(walked.stack().verdict().faultStack()).isEqualTo(TOP + 6 * 8);
    assertThat(walked.stack().verdict().suspectModule())
        .as("what is below the fault is the handling of the crash")
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7})
  void stackThatEndsInTheMiddleOfAWord(int bytes) throws IOException {
    SampleStack stack = stack().word(ACME + 0x2000).word(0);
    DumpBuilder builder = dump(stack).bugCheck(0xBE, 0, 0, 0, 0);

    Walked walked = walk(builder.patch(HEADER + STACK_BYTES, u32(8 + bytes)));
    assertThat(frames(walked)).containsExactly("scan acme.sys+2000 null");
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0x20", "0x24", "0x28", "0x0C", "0x78"})
  void partOutsideTheDumpCostsThatPartAlone(String field) throws IOException {
    for (long offset : new long[] {7, 0x7FFFFFFF, 0xFFFFFFFFL}) {
      DumpBuilder builder = whole();
      builder.patch(HEADER + Integer.decode(field), u32(offset));
      Walked walked = walk(builder);
      assertThat(walked.rejects())
          .singleElement()
          .matches(reject -> reject.stage() == Reject.Stage.STACK)
          .matches(reject -> reject.reason() == Reason.CORRUPT);
      assertThat(walked.stack().verdict().faultingModule()).isEqualTo("acme.sys");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x2C, 4294967295, LIMIT, the call stack takes",
    "0x2C, 200000, CORRUPT, runs past the dump's end",
    "0x7C, 4294967295, LIMIT, the table of data blocks takes",
    "0x7C, 99999, CORRUPT, runs past the dump's end"
  })
  void hostileCountIsARejectAndNothingElseIsLost(
      String field, long count, Reason reason, String message) throws IOException {
    Walked walked = walk(whole().patch(HEADER + Integer.decode(field), u32(count)));

    assertThat(walked.rejects()).singleElement().matches(reject -> reject.reason() == reason);
    assertThat(walked.rejects().get(0).message()).contains(message);
    assertThat(walked.modules()).hasSize(2);
    assertThat(walked.stack().verdict().signature()).isEqualTo("0xD1|acme.sys");
  }

  private static DumpBuilder whole() {
    return dump(stack()
            .word(ACME + 0x2000)
            .call(ACME + 0x2000)
            .context(NT + 0x1111, TOP, 0)
            .process("backup.exe", 40)
            .thread(40, 44, TOP - 0x1000, TOP + 8))
        .bugCheck(0xD1, 1, 2, 3, ACME + 0x2345);
  }

  @Test
  void objectOfAnotherTypeIsNoProcess() throws IOException {
    DumpBuilder builder = whole();
    CrashedThread thread = walk(builder).stack().process();
    assertThat(thread).isEqualTo(new CrashedThread("backup.exe", 40L, 44L, true));

    byte[] bytes = DumpBytes.of(builder);
    byte[] other = {9};
    builder.patch(u32(bytes, HEADER + 0x20), other).patch(u32(bytes, HEADER + 0x24), other);
    assertThat(walk(builder).stack().process())
        .isEqualTo(new CrashedThread(null, null, null, null));
  }

  @Test
  void nameWithoutNulEndsAfterFifteenBytesAndUnprintableIsNone() throws IOException {
    String letters = "abcdefghijklmnopqrst";
    assertThat(name(letters)).isEqualTo(letters.substring(0, 15));
    assertThat(name("tab\there.exe")).isNull();
    assertThat(name("\u00E9t\u00E9.exe")).isNull();
  }

  private static String name(String name) throws IOException {
    DumpBuilder builder = whole();
    byte[] raw = name.getBytes(StandardCharsets.ISO_8859_1);
    builder.patch(u32(DumpBytes.of(builder), HEADER + 0x20) + 0x5A8, raw);
    return walk(builder).stack().process().processName();
  }

  @ParameterizedTest
  @CsvSource({"X64, 3", "X64, 5", "X86, 3"})
  void devicesAreFollowedUpFromThePhysicalOne(MachineKind machine, long kind) throws IOException {
    long nt = machine.wide() ? NT : 0x81000000L;
    long acme = machine.wide() ? ACME : 0x91000000L;
    long pool = machine.wide() ? POOL : 0xA0000000L;
    SampleStack stack =
        new SampleStack(machine, 19041)
            .top(machine.wide() ? TOP : 0x8A001000L)
            .word(acme + 0x2000)
            .device(pool, pool + 0x1000, pool + 0x2000)
            .driver(pool + 0x1000, nt)
            .device(pool + 0x2000, pool + 0x3000, pool + 0x4000)
            .driver(pool + 0x3000, acme)
            .device(pool + 0x4000, pool + 0x5000, pool);
    Walked walked =
        walk(
            DumpBuilder.of(machine, DumpKind.TRIAGE)
                .build(19041)
                .bugCheck(0x9F, kind, pool, 0, 0)
                .module(new SampleModule("ntoskrnl.exe", nt, 0x800000, 0, 1_600_000_000L))
                .module(new SampleModule("acme.sys", acme, 0x8000, 0, 1_600_000_000L))
                .stack(stack));

    assertThat(walked.stack().devices())
        .extracting(Device::moduleName)
        .containsExactly("ntoskrnl.exe", "acme.sys", null);
    Verdict verdict = walked.stack().verdict();
    assertThat(verdict.suspectModule()).isEqualTo("acme.sys");
    assertThat(verdict.faultingModule()).isNull();
    assertThat(verdict.signature()).isEqualTo("0x9F/0x" + kind + "|acme.sys");
  }

  @Test
  void deviceThatIsNotInTheDumpEndsTheWalk() throws IOException {
    DumpBuilder builder = dump(stack().word(ACME + 0x2000)).bugCheck(0x9F, 3, POOL, 0, 0);
    assertThat(walk(builder).stack().devices()).containsExactly(new Device(POOL, null, null));
    assertThat(walk(builder).stack().verdict().suspectModule()).isNull();
    builder.bugCheck(0x9F, 2, POOL, 0, 0);
    assertThat(walk(builder).stack().devices()).isEmpty();
    assertThat(walk(builder).stack().verdict().signature()).isEqualTo("0x9F/0x2");
  }

  @Test
  void longChainOfDevicesIsCut() throws IOException {
    SampleStack stack = stack();
    for (int i = 0; i < 100; i++) {
      stack.device(POOL + i * 0x1000L, 0, POOL + (i + 1) * 0x1000L);
    }
    assertThat(walk(dump(stack).bugCheck(0x9F, 3, POOL, 0, 0)).stack().devices()).hasSize(32);
  }

  @Test
  void scanBlamesNobodyForDamageThatIsFoundLater() throws IOException {
    DumpBuilder builder = dump(stack().word(ACME + 0x2000).call(ACME + 0x2000));
    assertThat(verdict(builder.bugCheck(0xF7, 1, 0, 0, 0)))
        .isEqualTo(
            new Verdict(null, "acme.sys", 0x2000L, Verdict.By.SCAN, "acme.sys", "0xF7|acme.sys"));
    assertThat(verdict(builder.bugCheck(0x1A, 0x41792, 0, 0, 0)))
        .isEqualTo(new Verdict(null, null, null, null, "acme.sys", "0x1A/0x41792"));
    assertThat(verdict(builder.bugCheck(0xEF, 1, 0, 0, 0)))
        .isEqualTo(new Verdict(null, null, null, null, null, "0xEF"));
  }

  @Test
  void otherKindsOfDumpsHaveOnlyASignature() throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
            .bugCheck(0x3B, 0xC0000005L, NT, 0, 0)
            .pages(1);
    CrashStack stack = walk(builder).stack();
    assertThat(stack.frames()).isEmpty();
    assertThat(stack.verdict().signature()).isEqualTo("0x3B/0xC0000005");
    assertThat(walk(DumpBuilder.of(MachineKind.X64, DumpKind.HEADER)).stack().verdict().signature())
        .isNull();
  }

  @Test
  void machineThatIsNotKnownIsScannedWithoutRegisters() throws IOException {
    DumpBuilder builder = whole().field(HeaderField.MACHINE_IMAGE_TYPE, 0x200);

    assertThat(frames(walk(builder)))
        .containsExactly("parameter acme.sys+2345 null", "scan acme.sys+2000 null");
  }

  @Test
  void usersFactsAndModulesReplaceTheBuiltInOnes() throws IOException {
    Map<String, String> settings =
        Map.of(
            CrashRules.FACTS, "# ours\n0xD1\tcode\t1\t0x5,0xFFFF\n0xD1\tkind\n",
            CrashRules.WINDOWS, "ACME.sys # ours\n");
    byte[] bytes = DumpBytes.of(whole().bugCheck(0xD1, 5, 0, 0, ACME + 0x2000));
    Walked walked = Walked.through(ArrayContent.of(bytes), walker(settings));

    assertThat(frames(walked)).first().isEqualTo("parameter null+ null");
    assertThat(walked.stack().verdict().signature()).isEqualTo("0xD1/0x5");
    assertThat(walked.modules()).extracting("windows").containsExactly(false, true);
  }

  private static byte[] u32(long value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private static long u32(byte[] bytes, int at) {
    return java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(at);
  }
}
