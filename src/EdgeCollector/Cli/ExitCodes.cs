namespace EdgeCollector.Cli;

/// <summary>What the program ends with; 78 is EX_CONFIG of sysexits.h, so that systemd can tell it from a crash.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Configuration = 78;
}
