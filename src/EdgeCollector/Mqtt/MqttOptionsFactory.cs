using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeCollector.Mqtt;

/// <summary>Settings to MQTTnet's options; what 3.1.1 does not know is left out there.</summary>
internal static class MqttOptionsFactory
{
    public static MqttClientOptions Build(MqttSettings settings, MqttProtocolVersion version)
    {
        var tls = settings.Broker.Scheme == "mqtts";
        var port = settings.Broker.Port > 0 ? settings.Broker.Port : tls ? 8883 : 1883;
        var builder = new MqttClientOptionsBuilder()
            .WithClientId(settings.ClientId)
            .WithTcpServer(settings.Broker.Host, port)
            .WithProtocolVersion(version)
            .WithKeepAlivePeriod(settings.KeepAlive)
            .WithTimeout(settings.Timeout)
            .WithCleanStart(settings.SessionExpiry == TimeSpan.Zero);
        if (version == MqttProtocolVersion.V500)
        {
            builder.WithMaximumPacketSize((uint)settings.MaximumPacket);
            if (settings.SessionExpiry > TimeSpan.Zero)
            {
                builder.WithSessionExpiryInterval((uint)Math.Min(settings.SessionExpiry.TotalSeconds, uint.MaxValue - 1));
            }
        }

        if (settings.User.Length != 0)
        {
            builder.WithCredentials(settings.User, settings.Password);
        }

        if (settings.StatusTopic.Length != 0)
        {
            builder.WithWillTopic(settings.StatusTopic).WithWillPayload("offline").WithWillRetain(true)
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        }

        if (tls)
        {
            builder.WithTlsOptions(o => Tls(o, settings));
        }

        return builder.Build();
    }

    private static void Tls(MqttClientTlsOptionsBuilder tls, MqttSettings settings)
    {
        tls.UseTls().WithTargetHost(settings.Broker.Host).WithSslProtocols(System.Security.Authentication.SslProtocols.None);
        if (settings.CaFile.Length != 0)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(settings.CaFile);
            tls.WithTrustChain(authorities).WithRevocationMode(X509RevocationMode.NoCheck);
        }

        if (settings.CertificateFile.Length != 0)
        {
            var certificate = X509Certificate2.CreateFromPemFile(
                settings.CertificateFile, settings.KeyFile.Length == 0 ? null : settings.KeyFile);
            tls.WithClientCertificates([certificate]);
        }
    }
}
