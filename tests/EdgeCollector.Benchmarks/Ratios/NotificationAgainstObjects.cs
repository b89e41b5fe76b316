using EdgeCollector.Benchmarks.Messages;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>A DataChangeNotification of 1,000 values read where it lies, against decoding it to objects; see
/// <see cref="Notification"/>.</summary>
internal sealed class NotificationAgainstObjects : IRatio
{
    private const int Messages = 200;
    private readonly Notification _notification = new();

    public string Name => "notification-vs-objects";

    public double AtLeast => 1.5;

    public RatioResult Run() => SideBySide.Measure(
        "value", Messages * Notification.Values, () => Repeat(_notification.ByReader), () => Repeat(_notification.ByObjects));

    private static void Repeat(Func<double> decode)
    {
        for (var i = 0; i < Messages; i++)
        {
            decode();
        }
    }
}
