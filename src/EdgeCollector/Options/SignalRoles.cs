using System.Collections.Immutable;

namespace EdgeCollector.Options;

/// <summary>What a signal means to the engine.</summary>
internal enum SignalRole
{
    State,
    Mode,
    Run,
    Fault,
    Starved,
    Blocked,
    Total,
    Good,
    Scrap,
    Rework,
    StopReason,
    Product,
    Order,
}

/// <summary>The words of the roles and what each is for.</summary>
internal static class SignalRoles
{
    public static readonly ImmutableArray<(string Word, SignalRole Role, string Meaning)> All =
    [
        ("state", SignalRole.State, "The machine's state: a number with a map, or rules over named signals."),
        ("mode", SignalRole.Mode, "The machine's mode: production, maintenance, manual."),
        ("run", SignalRole.Run, "True while it runs."),
        ("fault", SignalRole.Fault, "True while it has a fault: Down."),
        ("starved", SignalRole.Starved, "True while it waits for material."),
        ("blocked", SignalRole.Blocked, "True while it cannot give its pieces away."),
        ("total", SignalRole.Total, "Counter of all pieces."),
        ("good", SignalRole.Good, "Counter of good pieces."),
        ("scrap", SignalRole.Scrap, "Counter of scrap."),
        ("rework", SignalRole.Rework, "Counter of pieces sent to rework."),
        ("stop_reason", SignalRole.StopReason, "The machine's own stop code."),
        ("product", SignalRole.Product, "Product being made."),
        ("order", SignalRole.Order, "Order being made."),
    ];

    public static string Word(SignalRole role) => All[(int)role].Word;

    public static bool IsCounter(SignalRole role) => role is SignalRole.Total or SignalRole.Good or SignalRole.Scrap or SignalRole.Rework;

    /// <summary>True or false, so that a line of the board can carry it and a rule can name it.</summary>
    public static bool IsSwitch(SignalRole role) => role is SignalRole.Run or SignalRole.Fault or SignalRole.Starved or SignalRole.Blocked;
}
