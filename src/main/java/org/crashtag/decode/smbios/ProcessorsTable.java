package org.crashtag.decode.smbios;

import java.util.Locale;
import org.crashtag.decode.TypedTable;

/** The table of processors. Three tags tell of them, so a dump has rows of several origins. */
public final class ProcessorsTable {
  public static final TypedTable<Processor> TABLE =
      TypedTable.ofRecords(
              Processor.class,
              "processors",
              "A processor, as one of three tags tells of it: origin says which.")
          .text(
              "origin",
              "Who tells: smbios (a socket), bios_values (the registry) or registers (CPUID and"
                  + " MSRs).",
              processor -> processor.origin.label())
          .text(
              "name",
              "The brand string: SMBIOS's processor version, ProcessorNameString, or CPUID leaves"
                  + " 0x80000002 to 4.",
              Processor::name)
          .text("vendor", "The manufacturer, as origin spells it.", Processor::vendor)
          .text(
              "identifier",
              "SMBIOS's processor ID, 8 bytes in hex as they stand, or the registry's Identifier.",
              Processor::identifier)
          .bigint("mhz", "Megahertz: SMBIOS's current speed, or ~MHz at the start.", Processor::mhz)
          .bigint("cores", "Cores of the socket.", Processor::cores)
          .bigint("threads", "Hardware threads of the socket.", Processor::threads)
          .hex64("microcode", "Revision of the microcode that was loaded.", Processor::microcode)
          .bigint(
              "family",
              "x86 display family: family and extended one.",
              processor -> processor.signature == null ? null : processor.signature.family)
          .bigint(
              "model",
              "x86 display model, extended model included.",
              processor -> processor.signature == null ? null : processor.signature.model)
          .bigint(
              "stepping",
              "x86 stepping.",
              processor -> processor.signature == null ? null : processor.signature.stepping)
          .build();

  private ProcessorsTable() {}

  /** Which tag a row is from. */
  public enum Origin {
    SMBIOS,
    BIOS_VALUES,
    REGISTERS;

    /** The name as it stands in the table. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The three numbers that CPUID leaf 1 has in eax.
   *
   * @param family with the extended family
   * @param model with the extended model
   */
  public record Signature(long family, long model, long stepping) {
    /** Takes them from that register. */
    public static Signature of(long eax) {
      long family = (eax >>> 8) & 0xF;
      long model = (eax >>> 4) & 0xF;
      // Intel SDM volume 2, CPUID: the extended fields count only for these families.
      if (family == 0x6 || family == 0xF) {
        model += ((eax >>> 16) & 0xF) << 4;
      }
      if (family == 0xF) {
        family += (eax >>> 20) & 0xFF;
      }
      return new Signature(family, model, eax & 0xF);
    }
  }

  /** A row; every value but the origin may be null. */
  public record Processor(
      Origin origin,
      String name,
      String vendor,
      String identifier,
      Long mhz,
      Long cores,
      Long threads,
      Long microcode,
      Signature signature) {}
}
