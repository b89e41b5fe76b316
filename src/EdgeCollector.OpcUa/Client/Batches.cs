using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Cuts many operations into calls which the server takes; what is still too much is halved.</summary>
internal static class Batches
{
    /// <summary>Runs <paramref name="call"/> over all inputs in order and joins the results.</summary>
    /// <param name="inputs">All operations.</param>
    /// <param name="limit">The server's limit per call, 0 if unknown.</param>
    /// <param name="call">One call; gives as many results as it got inputs.</param>
    /// <exception cref="ServiceException">A call failed for another reason, or even one operation is too much.</exception>
    public static async Task<TOut[]> RunAsync<TIn, TOut>(IReadOnlyList<TIn> inputs, uint limit, Func<TIn[], Task<TOut[]>> call)
    {
        var results = new List<TOut>(inputs.Count);
        var size = (int)Math.Min(limit == 0 ? OperationLimits.Default : limit, int.MaxValue);
        while (results.Count < inputs.Count)
        {
            var part = inputs.Skip(results.Count).Take(size).ToArray();
            try
            {
                var answers = await call(part).ConfigureAwait(false);
                if (answers.Length != part.Length)
                    throw new ServiceException(StatusCode.BadUnknownResponse, $"{part.Length} operations got {answers.Length} results");
                results.AddRange(answers);
            }
            catch (ServiceException e) when (part.Length > 1 && IsTooMuch(e.Status))
            {
                size = part.Length / 2;
            }
        }

        return [.. results];
    }

    private static bool IsTooMuch(StatusCode status) =>
        status.Is(StatusCode.BadTooManyOperations) || status.Is(StatusCode.BadRequestTooLarge) || status.Is(StatusCode.BadResponseTooLarge)
        || status.Is(StatusCode.BadEncodingLimitsExceeded) || status.Is(StatusCode.BadTooManyMonitoredItems);
}
