using EdgeCollector.Tests.Architecture;
using Xunit;

namespace EdgeCollector.Tests;

/// <summary>The rules of ARCHITECTURE.md that no compiler checks, on the sources of this checkout.</summary>
public sealed class ArchitectureTests
{
    private static readonly IReadOnlyList<SourceFile> Sources = SourceTree.Load();

    [Fact]
    public void Sources_of_all_three_projects_are_found() =>
        Assert.Contains(Sources, f => f.Path == "EdgeCollector/Program.cs");

    [Fact]
    public void Rule_3_two_doors_only() => Assert.Empty(CoreRules.TwoDoorsOnly(Sources));

    [Fact]
    public void Rule_5_ratios_are_divided_in_OeeFormula_only() => Assert.Empty(CoreRules.RatiosAreDividedInOeeFormulaOnly(Sources));

    [Fact]
    public void Rule_6_adapters_do_not_import_each_other() => Assert.Empty(AdapterRules.AdaptersDoNotImportEachOther(Sources));

    [Fact]
    public void Rule_7_the_bridge_knows_no_schema() => Assert.Empty(CoreRules.TheBridgeKnowsNoSchema(Sources));

    [Fact]
    public void Rule_8_SQLite_is_read_by_pages_and_reports_only() => Assert.Empty(AdapterRules.SqliteIsReadByPagesAndReportsOnly(Sources));

    [Fact]
    public void Rule_8_pages_never_read_the_engine() => Assert.Empty(AdapterRules.PagesNeverReadTheEngine(Sources));

    [Fact]
    public void Rule_12_the_demo_is_known_to_the_command_line_only() => Assert.Empty(AdapterRules.DemoIsKnownToTheCommandLineOnly(Sources));

    [Fact]
    public void Libraries_import_neither_each_other_nor_the_worker() => Assert.Empty(CoreRules.LibrariesKnowOnlyThemselves(Sources));

    [Fact]
    public void OPC_UA_client_and_server_do_not_see_each_other() => Assert.Empty(CoreRules.OpcUaClientAndServerDoNotSeeEachOther(Sources));

    [Fact]
    public void No_source_file_is_longer_than_500_lines() => Assert.Empty(CoreRules.FilesAreShort(Sources));

    [Theory]
    [InlineData("EdgeCollector.OpcUa")]
    [InlineData("EdgeCollector.Core")]
    public void Libraries_reference_the_logging_abstractions_and_nothing_else(string project) =>
        Assert.Empty(CoreRules.LibraryReferences(project, SourceTree.Project(project)));
}
