using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>What a lamp is made to show, as edges, and what must come out of them.</summary>
/// <param name="Starts">Its level at 0.</param>
/// <param name="Edges">In the order of their times, ns.</param>
/// <param name="States">Each with the time of the edge that begins it.</param>
/// <param name="End">By then everything is decided.</param>
internal sealed record LampProgram(
    bool Starts, IReadOnlyList<(bool Level, long At)> Edges, IReadOnlyList<(LampState State, long At)> States, long End)
{
    /// <param name="blink">The longest time between two edges of a blinking lamp; a steady one stands for longer.</param>
    public static LampProgram Make(Random random, long blink, int parts)
    {
        var (starts, edges, states, at) = (random.Next(2) == 1, new List<(bool, long)>(), new List<(LampState, long)>(), 0L);
        var level = starts;
        states.Add((Steady(level), 0));
        for (var part = 0; part < parts; part++)
        {
            at += blink + 1 + random.NextInt64(3 * blink);
            var blinks = random.Next(2) == 1 ? 2 + random.Next(30) : 1;
            states.Add((blinks > 1 ? LampState.Blinking : Steady(!level), at));
            for (var i = 0; i < blinks; i++)
            {
                at += i == 0 ? 0 : 1 + random.NextInt64(blink);
                edges.Add((level = !level, at));
            }

            if (blinks > 1)
            {
                states.Add((Steady(level), at));
            }
        }

        return new(starts, edges, states, at + blink + 1);
    }

    private static LampState Steady(bool level) => level ? LampState.On : LampState.Off;
}
