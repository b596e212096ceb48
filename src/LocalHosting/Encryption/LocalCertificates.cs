using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partnership.LocalHosting;

/// <summary>A server's certificate and its key, as files that only the host's user may read.</summary>
internal sealed record ServerCertificate(string CertificateFile, string KeyFile);

/// <summary>
/// What encrypted connections on this machine need: an authority of the data folder's own, and for each server a certificate for
/// <c>localhost</c> that it signed. The authority stays from run to run; servers' certificates are made anew by every host.
/// </summary>
internal sealed class LocalCertificates(string folder, TimeProvider clock)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(5 * 365);
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(365);

    /// <summary>Certificates are valid a little before they are made: clocks differ.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerCertificate> _servers = [];
    private X509Certificate2? _authority;

    /// <summary>The authority's certificate: what clients trust.</summary>
    public string AuthorityFile => Path.Combine(folder, "authority.pem");

    private string AuthorityKeyFile => Path.Combine(folder, "authority.key");

    /// <summary>The certificate of a server of this machine.</summary>
    public ServerCertificate For(string server)
    {
        lock (_gate)
        {
            return _servers.TryGetValue(server, out var made) ? made : _servers[server] = Sign(server);
        }
    }

    /// <summary>For a client of this machine's servers: believes those of this authority and no others; without certificates one that does not encrypt.</summary>
    public static SocketsHttpHandler NewHandler(LocalCertificates? certificates)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (certificates is not null)
        {
            handler.SslOptions = certificates.Trusting();
        }

        return handler;
    }

    /// <summary>TLS towards a server of this machine.</summary>
    public SslClientAuthenticationOptions Trusting() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(AuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck, // It publishes no list: a key that got out is answered by deleting the folder.
        },
    };

    /// <summary>Makes the authority if there is none, or one that ends before its servers' certificates would.</summary>
    public void Prepare()
    {
        lock (_gate)
        {
            Authority();
        }
    }

    private ServerCertificate Sign(string server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={server}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority(), includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = clock.GetUtcNow();
        using var certificate = request.Create(Authority(), now - Before, now + ServerLife, RandomNumberGenerator.GetBytes(16));
        var made = new ServerCertificate(Path.Combine(folder, $"{server}.pem"), Path.Combine(folder, $"{server}.key"));
        PrivateFile.Write(made.KeyFile, key.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(made.CertificateFile, certificate.ExportCertificatePem());
        return made;
    }

    private X509Certificate2 Authority() => _authority ??= Read() ?? Make();

    private X509Certificate2? Read()
    {
        try
        {
            var kept = X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKeyFile);
            if (kept.NotAfter.ToUniversalTime() > (clock.GetUtcNow() + ServerLife).UtcDateTime)
            {
                return kept;
            }

            kept.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            // None yet, or a host was killed between the two files.
            return null;
        }
    }

    private X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Partnership on this machine", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = clock.GetUtcNow();
        var authority = request.CreateSelfSigned(now - Before, now + AuthorityLife);
        PrivateFile.Write(AuthorityKeyFile, key.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(AuthorityFile, authority.ExportCertificatePem());
        return authority;
    }
}
