using System.Globalization;
using EdgeCollector.Options;

namespace EdgeCollector.Cli.Doctor;

/// <summary>Findings as people and programs read them.</summary>
internal static class DoctorText
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Plain = "\e[0m";

    public static void Print(IReadOnlyList<Finding> findings, CliHost host)
    {
        foreach (var finding in findings)
        {
            var (sign, colour) = finding.State switch
            {
                FindingState.Ok => ("✓", Green),
                FindingState.Warning => ("!", Yellow),
                _ => ("✗", Red),
            };
            var what = finding.Subject.Length > 0 ? $"{finding.Check} {finding.Subject}" : finding.Check;
            host.Out.WriteLine($"{(host.Colour ? colour + sign + Plain : sign)} {what,-18} {finding.Text}");
        }
    }

    public static void PrintEnd(IReadOnlyList<Finding> findings, TimeSpan took, CliHost host)
    {
        var (failed, warnings) = (Count(findings, FindingState.Failed), Count(findings, FindingState.Warning));
        host.Out.WriteLine(failed + warnings == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Nothing wrong: {findings.Count} checks in {took.TotalSeconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{failed} to mend, {warnings} to look at – exit {(failed > 0 ? ExitCodes.Failed : ExitCodes.Ok)}"));
    }

    public static string Json(IReadOnlyList<Finding> findings) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "doctor_v1");
        writer.WriteBoolean("ok", Count(findings, FindingState.Failed) == 0);
        writer.WriteStartArray("checks");
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("check", finding.Check);
            writer.WriteString("subject", finding.Subject);
            writer.WriteString("state", finding.State.ToString().ToLowerInvariant());
            writer.WriteString("text", finding.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static int Count(IReadOnlyList<Finding> findings, FindingState state) => findings.Count(finding => finding.State == state);
}
