using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Partnership.LocalHosting;

/// <summary>The data folder: parameters, logs, the broker's and the database's files. One host at a time may use it.</summary>
internal sealed class LocalState : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private FileStream? _lock;

    public LocalState(IConfiguration configuration, string appHostDirectory)
    {
        DataDirectory = configuration["LocalHosting:DataDirectory"] is { Length: > 0 } configured
            ? Path.GetFullPath(configured, appHostDirectory)
            : Path.Combine(RepositoryRoot(appHostDirectory), ".data");
        ClusterDirectory = configuration["LocalHosting:ClusterDirectory"] is { Length: > 0 } cluster
            ? cluster
            : $"/var/lib/partnership-{Fingerprint}";
        Parameters = new ParameterStore(ParametersFile, EnsureDirectory);
        Certificates = configuration.GetValue("LocalHosting:Tls", false)
            ? new LocalCertificates(Path.Combine(DataDirectory, "tls"), TimeProvider.System)
            : null;
    }

    public string DataDirectory { get; }

    /// <summary>Where clusters lie when their user cannot reach the data folder; see <see cref="ClusterFolder"/>.</summary>
    public string ClusterDirectory { get; }

    public ParameterStore Parameters { get; }

    public string ParametersFile => Path.Combine(DataDirectory, "parameters.json");

    /// <summary>Null when connections on this machine are not encrypted.</summary>
    public LocalCertificates? Certificates { get; }

    public string LogDirectory => Path.Combine(DataDirectory, "logs");

    public static LocalState Of(IDistributedApplicationBuilder builder) => (LocalState)builder.Services
        .First(service => service.ServiceType == typeof(LocalState)).ImplementationInstance!;

    /// <summary>The nearest folder above (or at) <paramref name="from"/> that holds a solution file.</summary>
    public static string RepositoryRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln").Any())
            {
                return folder.FullName;
            }
        }

        return from;
    }

    /// <summary>Takes the folder for this host; a second host on the same folder is refused.</summary>
    public void Acquire()
    {
        EnsureDirectory();
        CreateOwned(LogDirectory);
        if (Certificates is not null)
        {
            CreateOwned(Path.Combine(DataDirectory, "tls"));
        }

        try
        {
            _lock = new FileStream(Path.Combine(DataDirectory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException(
                $"Another host already runs on the data folder {DataDirectory}: stop it first, or set LocalHosting:DataDirectory to another folder.", e);
        }

        Certificates?.Prepare();
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>A folder of the data folder that only its owner may read.</summary>
    public string Folder(params string[] parts) => CreateOwned(Path.Combine([DataDirectory, .. parts]));

    /// <summary>Names this data folder in places outside it.</summary>
    private string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDirectory)))[..12];

    private static string CreateOwned(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        return folder;
    }

    private void EnsureDirectory() => CreateOwned(DataDirectory);
}
