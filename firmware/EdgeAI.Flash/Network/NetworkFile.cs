using System.Text.Json;

namespace EdgeAI.Flash.Network;

/// <summary>The file by which nanoff gets the Wi-Fi settings (2.5.162, README, "Deploy Wireless ..."): only this user may read it, and it is deleted when it was used.</summary>
internal sealed class NetworkFile : IDisposable
{
    private readonly string _folder;

    /// <summary>Writes the file into a folder of its own.</summary>
    public NetworkFile(WifiSettings settings)
    {
        // Mode 0700 (mkdtemp(3)), so that nobody else even sees the file.
        _folder = Directory.CreateTempSubdirectory("edgeai-flash-").FullName;
        Path = System.IO.Path.Combine(_folder, "network.json");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream stream = new(Path, options);
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteStartObject("WirelessClient");
        json.WriteString("Ssid", settings.Ssid);
        json.WriteString("Password", settings.Password);
        json.WriteString("Authentication", settings.Password.Length == 0 ? "Open" : "WPA2");
        json.WriteString("Encryption", settings.Password.Length == 0 ? "None" : "WPA2");

        // The firmware only waits for the network that its board joins by itself.
        json.WriteString("ConfigurationOption", "AutoConnect");
        json.WriteBoolean("DhcpEnabled", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
