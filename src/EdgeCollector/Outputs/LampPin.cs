using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Outputs;

/// <summary>
/// One lamp's line, for as long as it can be had: opened at its safe level, tried again every 2 s where it is missing, written again
/// and again so that a chip that went is noticed, and left at its safe level. One owner.
/// </summary>
/// <param name="safe">Lit where nothing is known.</param>
/// <param name="activeLow">Lit when the line is low.</param>
/// <param name="open">Opens the line at a level; throws <see cref="IOException"/> where it cannot.</param>
/// <param name="report">How the line is, in one line; called again and again with the same words while a fault stands.</param>
internal sealed class LampPin(
    bool safe, bool activeLow, Func<bool, IGpioOutput> open, TimeProvider time, Action<GpioHealth, string> report)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private IGpioOutput? _line;
    private long _failedAt;
    private bool _failed;

    public void Show(bool? lit)
    {
        try
        {
            if (_line is null)
            {
                if (_failed && time.GetElapsedTime(_failedAt) < RetryAfter)
                {
                    return;
                }

                _line = open(Level(lit));
                _failed = false;
                report(GpioHealth.Ok, "");
                return;
            }

            _line.Set(Level(lit));
        }
        catch (IOException e)
        {
            Close();
            (_failed, _failedAt) = (true, time.GetTimestamp());
            report((e as GpioException)?.Health ?? GpioHealth.Failed, e.Message);
        }
    }

    /// <summary>Safe, then free.</summary>
    public void Leave()
    {
        try
        {
            _line?.Set(Level(null));
        }
        catch (IOException)
        {
            // A line that is gone is as safe as it gets.
        }

        Close();
    }

    private bool Level(bool? lit) => (lit ?? safe) != activeLow;

    private void Close()
    {
        _line?.Dispose();
        _line = null;
    }
}
