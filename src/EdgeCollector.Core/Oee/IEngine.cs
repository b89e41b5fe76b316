using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Live;

namespace EdgeCollector.Core.Oee;

/// <summary>The fold behind the journal. One thread calls it (CoreLoop, or a replay); its output depends on nothing but the inputs and
/// their sequence numbers.</summary>
public interface IEngine
{
    /// <summary>Folds one input; what follows from it goes to <paramref name="facts"/>. An exception ends the core.</summary>
    /// <param name="sequence">The input's slot: 1.. within the epoch, contiguous.</param>
    void Apply(long sequence, in Input input, IFactSink facts);

    /// <summary>ms UTC of the last input that was folded; 0: none was.</summary>
    long LastSeen { get; }

    /// <summary>Start of whatever may still be stated again, or is looked back at (ms UTC): who folds from here on says what this one
    /// says.</summary>
    long NeededFrom { get; }

    /// <summary>Appends all that it has in memory to a checkpoint.</summary>
    void Export(RecordWriter writer);

    /// <summary>An immutable picture of this moment for pages; built only while somebody watches.</summary>
    LiveSnapshot Snapshot();
}
