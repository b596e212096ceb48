using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;

namespace Partnership.SecureStack.Tests;

/// <summary>The system with every connection encrypted, and three services beside it that must get nowhere.</summary>
public sealed class EncryptedStack : IAsyncLifetime
{
    /// <summary>A second hub of council 893 and a second gateway, told to believe an authority that none of the servers has.</summary>
    public const string TrustsAnother = "locality-hub-astray";
    public const string GatewayThatTrustsAnother = "gateway-astray";

    /// <summary>A second hub of council 893 that calls its servers by 127.0.0.1, a name that is in no certificate.</summary>
    public const string CallsByAnotherName = "locality-hub-misled";

    private const string ClientSecret = "encrypted-stack-tests-only";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("another-authority-");
    private StackOfTheRegion _stack = null!;

    public DistributedApplication App => _stack.App;

    /// <summary>Where the host keeps its authority and the servers' certificates.</summary>
    public string CertificateFolder => Path.Combine(_stack.DataFolder, "tls");

    private string Authority => Path.Combine(CertificateFolder, "authority.pem");

    public async ValueTask InitializeAsync()
    {
        var another = Path.Combine(_folder.FullName, "authority.pem");
        await File.WriteAllTextAsync(another, AnotherAuthority());
        _stack = await StackOfTheRegion.StartAsync(
            ["--LocalHosting:Tls=true", $"--Parameters:dev-client-secret={ClientSecret}"],
            builder =>
            {
                foreach (var name in new[] { TrustsAnother, GatewayThatTrustsAnother })
                {
                    AddCopy(builder, name, name == TrustsAnother ? "locality-hub-893" : "gateway")
                        .WithEnvironment("SSL_CERT_FILE", another)
                        .WithEnvironment("PGSSLROOTCERT", another);
                }

                AddCopy(builder, CallsByAnotherName, "locality-hub-893").WithEnvironment(async context =>
                {
                    foreach (var (key, value) in context.EnvironmentVariables.Where(variable => variable.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).ToList())
                    {
                        var text = (await ((IValueProvider)value).GetValueAsync(context.CancellationToken))!;
                        Assert.Contains("localhost", text, StringComparison.Ordinal);
                        context.EnvironmentVariables[key] = text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
                    }
                });
            });
    }

    public async ValueTask DisposeAsync()
    {
        await (_stack?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    /// <summary>TLS towards <c>localhost</c> that believes the system's own authority alone.</summary>
    public SslClientAuthenticationOptions Trusting() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Authority) },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    /// <summary>What a resource has written to its console.</summary>
    public async Task<string> ConsoleAsync(string resource)
    {
        await using var file = new FileStream(Path.Combine(_stack.DataFolder, "logs", $"{resource}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Runs the command line tool against this system.</summary>
    public async Task<(int ExitCode, string Output)> CliAsync(params string[] arguments)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo(Path.Combine(folder.Parent!.Parent!.FullName, "Cli", folder.Name, "partnership-cli"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PARTNERSHIP_GATEWAY"] = App.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = App.GetEndpoint("identity").ToString();
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = ClientSecret;
        start.Environment["SSL_CERT_FILE"] = Authority;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>One more process of a service, with the same settings but an address of its own.</summary>
    private static IResourceBuilder<ProjectResource> AddCopy(IDistributedApplicationBuilder builder, string name, string original)
    {
        var source = builder.Resources.OfType<ProjectResource>().Single(project => project.Name == original);
        var copy = builder.AddProject(name, source.Annotations.OfType<IProjectMetadata>().Single().ProjectPath).WithHttpEndpoint();
        foreach (var annotation in source.Annotations.Where(annotation => annotation is EnvironmentCallbackAnnotation or WaitAnnotation))
        {
            copy.WithAnnotation(annotation);
        }

        return copy.WithEnvironment("ASPNETCORE_URLS", copy.GetEndpoint("http"));
    }

    private static string AnotherAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
