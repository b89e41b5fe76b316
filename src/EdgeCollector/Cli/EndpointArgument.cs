using System.CommandLine;

namespace EdgeCollector.Cli;

/// <summary><c>ENDPOINT</c>: the address of an OPC UA server.</summary>
internal static class EndpointArgument
{
    public static Argument<string> Create()
    {
        var endpoint = new Argument<string>("ENDPOINT") { Description = "Address of the server, opc.tcp://192.168.10.20:4840." };
        endpoint.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "opc.tcp" || uri.Host.Length == 0)
                result.AddError($"\"{text}\" is not the address of an OPC UA server like opc.tcp://192.168.10.20:4840");
        });
        return endpoint;
    }
}
