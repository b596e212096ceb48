using System.Net.Security;
using Partnership.ServiceDefaults.Messaging;
using RabbitMQ.Client;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public class BrokerCertificateTests
{
    [Fact]
    public void Verify_EncryptedAddress_ForgivesNothing()
    {
        var address = new Uri("amqps://hub:secret@broker.example:5671");
        var factory = new ConnectionFactory { Uri = address };

        BrokerCertificate.Verify(factory, address);

        Assert.True(factory.Endpoint.Ssl.Enabled);
        Assert.Equal("broker.example", factory.Endpoint.Ssl.ServerName);
        Assert.Equal(SslPolicyErrors.None, factory.Endpoint.Ssl.AcceptablePolicyErrors);
        Assert.Null(factory.Endpoint.Ssl.CertificateValidationCallback);
    }

    [Fact]
    public void Verify_PlainAddress_StaysPlain()
    {
        var address = new Uri("amqp://hub:secret@localhost:5672");
        var factory = new ConnectionFactory { Uri = address };

        BrokerCertificate.Verify(factory, address);

        Assert.False(factory.Endpoint.Ssl.Enabled);
    }
}
