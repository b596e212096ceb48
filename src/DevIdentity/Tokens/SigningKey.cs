using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Partnership.DevIdentity.Tokens;

/// <summary>The issuer's RSA key: made on the first start, kept in <see cref="IssuerOptions.DataFolder"/> for its owner's eyes only.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int Bits = 2048;

    private readonly RSA _rsa;

    public SigningKey(IOptions<IssuerOptions> options)
    {
        _rsa = options.Value.DataFolder is { } folder ? ReadOrMake(folder) : RSA.Create(Bits);
        var key = new RsaSecurityKey(_rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        Credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        Public = new PublicKey("RSA", "sig", SecurityAlgorithms.RsaSha256, key.KeyId, Base64UrlEncoder.Encode(parameters.Modulus), Base64UrlEncoder.Encode(parameters.Exponent));
    }

    public SigningCredentials Credentials { get; }

    /// <summary>The public half as a JSON Web Key.</summary>
    public PublicKey Public { get; }

    public void Dispose() => _rsa.Dispose();

    private static RSA ReadOrMake(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "signing-key.pem");
        var rsa = RSA.Create(Bits);
        if (File.Exists(file))
        {
            rsa.ImportFromPem(File.ReadAllText(file));
            return rsa;
        }

        // Written aside and renamed: a start that is killed half way leaves no half a key.
        var aside = file + ".new";
        File.Delete(aside);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(aside, creation))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, file);
        return rsa;
    }
}

/// <summary>A public RSA key as RFC 7517 names its parts.</summary>
internal sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string N, string E);
