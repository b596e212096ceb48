using System.Net.Security;
using RabbitMQ.Client;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Which broker is believed over TLS.</summary>
internal static class BrokerCertificate
{
    /// <summary>
    /// For an <c>amqps://</c> address the certificate must be a trusted authority's, for the very host of the address. Left to itself the
    /// client takes one for any host.
    /// </summary>
    public static void Verify(ConnectionFactory factory, Uri address)
    {
        if (address.Scheme == "amqps")
        {
            factory.Ssl = new SslOption(address.Host, enabled: true) { AcceptablePolicyErrors = SslPolicyErrors.None };
        }
    }
}
