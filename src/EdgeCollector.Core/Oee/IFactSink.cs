namespace EdgeCollector.Core.Oee;

/// <summary>Takes what follows from one input, in the order in which it follows.</summary>
public interface IFactSink
{
    void Add(Fact fact);
}
