namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>A peer did not do what a test needs of it; the message ends with the last lines of its log.</summary>
internal sealed class PeerException(string message, string log) : Exception($"{message}{Environment.NewLine}{log}");
