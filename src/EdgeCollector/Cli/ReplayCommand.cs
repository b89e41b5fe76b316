using System.CommandLine;
using EdgeCollector.Replay;

namespace EdgeCollector.Cli;

/// <summary><c>replay FILE</c>: what the live engine makes of a recorded trace, as one JSON object.</summary>
internal static class ReplayCommand
{
    private const int BadInput = 78;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Trace in the format oee-replay/1." };
        var command = new Command("replay", "Runs a recorded trace through the engine and prints the result.") { file };
        command.SetAction(parsed =>
        {
            using var output = Console.OpenStandardOutput();
            return Run(parsed.GetValue(file)!, output, Console.Error);
        });
        return command;
    }

    /// <summary>0, or 78 where the file cannot be read or is malformed.</summary>
    internal static int Run(string file, Stream output, TextWriter errors)
    {
        try
        {
            using var result = new MemoryStream();
            ReplayRunner.Run(File.ReadAllBytes(file), result);
            result.WriteByte((byte)'\n');
            result.WriteTo(output);
            return 0;
        }
        catch (ReplayFormatException e)
        {
            errors.WriteLine($"{file}: {e.Message}");
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            errors.WriteLine($"{file}: a number or time is out of range: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{file}: cannot be read: {e.Message}");
        }

        return BadInput;
    }
}
