namespace EdgeCollector.Demo;

/// <summary>The states that the simulated filler takes, numbered as in PackTags <c>Status.StateCurrent</c>.</summary>
internal enum PackMlState
{
    Clearing = 1,
    Stopped = 2,
    Starting = 3,
    Suspended = 5,
    Execute = 6,
    Aborted = 9,
    Held = 11,
    Unholding = 12,
    Resetting = 15,
}
