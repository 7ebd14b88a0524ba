using System;
using System.IO;
using EdgeAI.Device.Application;

namespace EdgeAI.Firmware.Storage;

/// <summary>
/// The memory that survives power-off, a file a place on the internal flash drive. A file is written in place and may be torn by a power cut: the application keeps
/// every record in two places and checks each.
/// </summary>
internal sealed class FileStore : IBoardStore
{
    /// <summary>The internal flash drive.</summary>
    public const string Drive = "I:\\";

    /// <inheritdoc/>
    public int Load(int place, byte[] buffer)
    {
        try
        {
            string path = PathOf(place);
            if (!File.Exists(path))
            {
                return 0;
            }

            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                int length = (int)file.Length;
                return ReadWhole(file, buffer, length < buffer.Length ? length : buffer.Length) ? length : 0;
            }
        }
        catch (Exception)
        {
            // No drive, or a damaged file system: the application starts without what it kept, and says so where it cannot keep anything new.
            return 0;
        }
    }

    /// <inheritdoc/>
    public bool Save(int place, byte[] buffer, int count)
    {
        try
        {
            using (FileStream file = new FileStream(PathOf(place), FileMode.Create, FileAccess.Write))
            {
                file.Write(buffer, 0, count);
                file.Flush();
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Reads until all is there: one read may give less.</summary>
    internal static bool ReadWhole(FileStream file, byte[] buffer, int count)
    {
        int read = 0;
        while (read < count)
        {
            int more = file.Read(buffer, read, count - read);
            if (more <= 0)
            {
                return false;
            }

            read += more;
        }

        return true;
    }

    private static string PathOf(int place)
    {
        return Drive + "edgeai" + (char)('0' + place) + ".bin";
    }
}
