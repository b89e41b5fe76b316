namespace EdgeCollector.Sources.Gpio;

/// <summary>Error numbers of Linux (asm-generic/errno-base.h) that mean something here.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchDevice = 6;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotForThisDevice = 25;
}
