using EdgeCollector.Options.Rules;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options;

/// <summary>
/// The rules between keys, one file per part of the configuration in `Rules/`. They walk the records and the tree in step, say everything
/// at once, and stay silent about a value that has an error already. Nothing here connects.
/// </summary>
internal static class OptionsValidator
{
    /// <param name="options">As bound; keys with an error hold their defaults.</param>
    /// <param name="root">The tree it was bound from.</param>
    /// <param name="problems">Takes what is found.</param>
    /// <param name="folder">The configuration file's, for relative file names.</param>
    public static void Check(CollectorOptions options, Place root, DiagnosticList problems, string folder)
    {
        PlantRules.Check(options, root, problems);
        CalendarRules.Check(options, root, problems, folder);
        DeliveryRules.Check(options, root, problems, folder);
        CatalogueRules.Check(options, root, problems);
        OutputRules.Check(options, root, problems);
        GpioRules.CheckLines(options, root, problems);
    }
}
