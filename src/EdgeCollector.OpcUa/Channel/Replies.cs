using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>Turns a reply into the expected response or the one exception that says why not.</summary>
internal static class Replies
{
    /// <exception cref="ServiceException">A ServiceFault, a bad service result, another type or malformed bytes.</exception>
    public static T Read<T>(IncomingMessage message)
        where T : class, IUaMessage<T>, IResponse
    {
        var decoded = MessageCodec.Decode<T>(message.Body, EncodingLimits.Default);
        if (decoded.ServiceFault is { } fault) throw new ServiceException(fault.ResponseHeader.ServiceResult, Name<T>());
        if (decoded.Message is not { } response) throw new ServiceException(decoded.Fault, $"{Name<T>()}: {decoded.Error}");

        var result = response.ResponseHeader.ServiceResult;
        return result.IsBad ? throw new ServiceException(result, Name<T>()) : response;
    }

    private static string Name<T>() => typeof(T).Name.Replace("Response", "", StringComparison.Ordinal);
}
