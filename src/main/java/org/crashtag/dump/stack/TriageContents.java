package org.crashtag.dump.stack;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Window;
import org.crashtag.dump.Body;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.ModuleList;
import org.crashtag.dump.TriageBytes;
import org.crashtag.dump.TriageHeader;
import org.crashtag.dump.TriageParts;
import org.crashtag.dump.WindowsModules;

/**
 * The contents of a triage dump before its tagged region.
 *
 * @param modules loaded and unloaded ones
 * @param stack the crash analysis
 */
public record TriageContents(List<Module> modules, CrashStack stack) {
  public TriageContents {
    modules = List.copyOf(modules);
  }

  /** Receives the fault of a part of a dump. */
  public interface Faults {
    /** The lists of modules. */
    void ofModules(MalformedException fault);

    /** The data for the crash analysis. */
    void ofStack(MalformedException fault);
  }

  /**
   * Reads all of it, forward only. For other kinds of dump, uses only the header.
   *
   * @param window just after the dump's headers were read
   */
  public static TriageContents read(Dump dump, Window window, CrashRules rules, Faults faults)
      throws IOException {
    if (dump.body() instanceof Body.Triage triage) {
      return read(dump.header(), triage.header(), window, rules, faults);
    }
    return new TriageContents(List.of(), CrashStack.ofHeader(dump.header(), rules));
  }

  private static TriageContents read(
      DumpHeader header, TriageHeader triage, Window window, CrashRules rules, Faults faults)
      throws IOException {
    TriageParts parts = new TriageParts(Long.BYTES, triage.sizeOfDump());
    TriageStack.addParts(header, triage, parts);
    TriageBytes dump = hold(header, triage, window, parts);
    List<Module> modules = ModuleList.read(header, dump, rules.windows(), faults::ofModules);
    CrashStack stack = StackReader.read(header, modules, rules, dump, faults::ofStack);
    ModuleList.checkMark(header, dump, faults::ofModules);
    return new TriageContents(modules, stack);
  }

  /** Reads only the lists of modules; other kinds of dump have none. */
  public static List<Module> readModules(
      Dump whole, Window window, WindowsModules windows, Consumer<MalformedException> faults)
      throws IOException {
    if (!(whole.body() instanceof Body.Triage body)) {
      return List.of();
    }
    DumpHeader header = whole.header();
    TriageHeader triage = body.header();
    TriageParts parts = new TriageParts(Long.BYTES, triage.sizeOfDump());
    TriageBytes dump = hold(header, triage, window, parts);
    List<Module> modules = ModuleList.read(header, dump, windows, faults);
    ModuleList.checkMark(header, dump, faults);
    return modules;
  }

  /**
   * The offset after what {@link #read} usually reads of a dump; 0 if it has no parts. The length
   * of the list of unloaded drivers isn't known in advance, so that a refill of the window follows.
   */
  public static long end(Dump dump) {
    if (!(dump.body() instanceof Body.Triage triage)) {
      return 0;
    }
    TriageHeader header = triage.header();
    TriageParts parts = new TriageParts(Long.BYTES, header.sizeOfDump());
    TriageStack.addParts(dump.header(), header, parts);
    ModuleList.addParts(dump.header(), header, parts);
    return parts.to() == 0 ? 0 : parts.to() + Window.REFILL;
  }

  private static TriageBytes hold(
      DumpHeader header, TriageHeader triage, Window window, TriageParts parts) throws IOException {
    ModuleList.addParts(header, triage, parts);
    TriageBytes dump = new TriageBytes(triage, window, 0);
    dump.hold(parts.from(), parts.to());
    return dump;
  }
}
