using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.OpcUa.Client;

/// <summary>From options to an open channel: TCP, Hello, discovery, the choice of an endpoint and the check of its certificate.</summary>
/// <param name="options">Where and how.</param>
/// <param name="dial">Opens a transport to host and port: TCP, or a memory pipe in tests.</param>
/// <param name="time">Clock of all deadlines.</param>
/// <param name="logger">Passed on to channels.</param>
internal sealed class Connector(
    OpcUaClientOptions options, Func<string, int, CancellationToken, Task<ITransport>> dial, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// GetEndpoints over a channel of its own without security (Part 4 5.5.4): nothing it says is believed until the session vouches for
    /// it.
    /// </summary>
    public async Task<EndpointDescription[]> DiscoverAsync(CancellationToken ct)
    {
        await using var channel = await OpenAsync(new ChannelSecurity(null), ct).ConfigureAwait(false);
        var request = new GetEndpointsRequest(channel.NewHeader(default, options.RequestTimeout), options.EndpointUrl, [], []);
        var response = await channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(request, options.RequestTimeout, ct)
            .ConfigureAwait(false);
        return response.Endpoints;
    }

    /// <summary>Finds the endpoint asked for and opens a channel to it.</summary>
    /// <exception cref="CertificateRefusedException">The server's certificate is not trusted.</exception>
    /// <exception cref="ServiceException">The endpoint is not offered.</exception>
    /// <exception cref="ConnectionLostException">No connection.</exception>
    public async Task<OpenEndpoint> OpenAsync(CancellationToken ct)
    {
        var endpoints = await DiscoverAsync(ct).ConfigureAwait(false);
        var endpoint = EndpointList.Choose(endpoints, options.SecurityMode, options.SecurityPolicy);
        var secured = !options.SecurityPolicy.IsNone;
        // A password has to be encrypted for a server we know, even where the channel is open to all.
        var needsKey = secured || (options.Identity is UserIdentity.NamedUser && options.Trust is not null
            && endpoint.ServerCertificate is { Length: > 0 });
        var certificate = needsKey ? Accept(endpoint) : null;
        var security = new ChannelSecurity(options.Certificate);
        if (secured)
            security.Agree(options.SecurityPolicy, options.SecurityMode, certificate!.RawData, certificate.GetRSAPublicKey());
        try
        {
            return new(endpoint, endpoints, certificate, await OpenAsync(security, ct).ConfigureAwait(false));
        }
        catch
        {
            certificate?.Dispose();
            throw;
        }
    }

    private X509Certificate2 Accept(EndpointDescription endpoint) =>
        options.Trust!.Accept(endpoint.ServerCertificate ?? [], options.Address.Host, endpoint.Server.ApplicationUri);

    private async Task<SecureChannel> OpenAsync(ChannelSecurity security, CancellationToken ct)
    {
        var (host, port) = options.Address;
        var transport = await dial(host, port, ct).ConfigureAwait(false);
        UacpConnection connection;
        using (var deadline = new CancellationTokenSource(options.ConnectTimeout, time))
        using (var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token))
        {
            try
            {
                connection = await UacpConnection.ConnectAsync(transport, options.EndpointUrl, options.Limits, both.Token)
                    .ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await transport.DisposeAsync().ConfigureAwait(false);
                if (e is OperationCanceledException && !ct.IsCancellationRequested)
                    throw new ConnectionLostException(
                        $"{host}:{port} takes connections but does not answer Hello: is it an OPC UA server?", StatusCode.BadTimeout, e);
                throw;
            }
        }

        return await SecureChannel.OpenAsync(connection, security, options.ChannelLifetime, options.RequestTimeout, time, logger, ct)
            .ConfigureAwait(false);
    }
}

/// <summary>A channel to the chosen endpoint, with the list it was chosen from and the certificate that was accepted.</summary>
internal sealed record OpenEndpoint(
    EndpointDescription Endpoint, EndpointDescription[] Discovered, X509Certificate2? Certificate, SecureChannel Channel) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync().ConfigureAwait(false);
        Certificate?.Dispose();
    }
}
