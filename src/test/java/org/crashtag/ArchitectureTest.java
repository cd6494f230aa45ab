package org.crashtag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages, of which a lower one never knows a higher. */
class ArchitectureTest {
  private static final List<String> LOWEST_FIRST =
      List.of(
          "bytes",
          "storage",
          "source",
          "dump",
          "tag",
          "decode",
          "table",
          "store",
          "sql",
          "pipeline",
          "cli");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.crashtag");

  private static String name(String part) {
    return "org.crashtag." + part + "..";
  }

  @Test
  void lowerNeverKnowsHigher() {
    for (int i = 0; i < LOWEST_FIRST.size(); i++) {
      String[] higher =
          LOWEST_FIRST.subList(i + 1, LOWEST_FIRST.size()).stream()
              .map(ArchitectureTest::name)
              .toArray(String[]::new);
      if (higher.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(name(LOWEST_FIRST.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(higher)
            .check(PROGRAM);
      }
    }
  }

  @Test
  void noPackageIsEmptyOrUnknown() {
    for (String part : LOWEST_FIRST) {
      assertThat(
              PROGRAM.stream().filter(c -> c.getPackageName().startsWith("org.crashtag." + part)))
          .as(part)
          .isNotEmpty();
    }
    String[] all = LOWEST_FIRST.stream().map(ArchitectureTest::name).toArray(String[]::new);
    classes()
        .that()
        .resideOutsideOfPackage(name("sample"))
        .should()
        .resideInAnyPackage(all)
        .check(PROGRAM);
  }

  @Test
  void sampleSharesNothingWithTheReader() {
    classes()
        .that()
        .resideInAPackage(name("sample"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(name("sample"), name("bytes"), "java..")
        .check(PROGRAM);
  }

  @Test
  void pipelinesAloneImportBeam() {
    noClasses()
        .that()
        .resideOutsideOfPackage(name("pipeline"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(PROGRAM);
  }

  @Test
  void formatsKnowNeitherParquetNorPrinting() {
    noClasses()
        .that()
        .resideInAnyPackage(
            name("bytes"), name("source"), name("dump"), name("tag"), name("decode"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.parquet..", "picocli..", "java.sql..")
        .check(PROGRAM);
  }
}
