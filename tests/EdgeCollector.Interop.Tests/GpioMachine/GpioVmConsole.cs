using System.Globalization;

namespace EdgeCollector.Interop.Tests.GpioMachine;

/// <summary>A level as the player set it: the kernel's own time of the edge lies between <paramref name="Before"/> and
/// <paramref name="After"/>.</summary>
internal sealed record PlayedStep(bool High, DateTimeOffset Before, DateTimeOffset After);

/// <summary>A change of a line that the collector drives, seen within 20 ms.</summary>
internal sealed record SeenOutput(bool High, DateTimeOffset At);

/// <summary>What the guest printed.</summary>
internal sealed class GpioVmConsole(string text)
{
    public string Text => text;

    public IReadOnlyList<PlayedStep> Played(int line) =>
        [.. Rows("HIL-SET", line).Select(words => new PlayedStep(words[2] == "1", At(words[3]), At(words[4])))];

    public IReadOnlyList<SeenOutput> Outputs(int line) => [.. Rows("HIL-OUT", line).Select(words => new SeenOutput(words[2] == "1", At(words[3])))];

    private static DateTimeOffset At(string nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 100);

    private IEnumerable<string[]> Rows(string kind, int line) => text.Split('\n').Select(row => row.Trim().Split(' '))
        .Where(words => words[0] == kind && words[1] == line.ToString(CultureInfo.InvariantCulture));
}
