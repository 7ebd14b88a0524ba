using System;
using System.IO;
using EdgeAI.Device.Application;

namespace EdgeAI.Firmware;

/// <summary>
/// The memory that survives power-off, on the internal flash drive. On a target without one nothing can be kept: saving says so, and the application logs it.
/// </summary>
internal sealed class FileStore : IBoardStore
{
    private const string Drive = "I:\\";

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
                file.Read(buffer, 0, length < buffer.Length ? length : buffer.Length);
                return length;
            }
        }
        catch (Exception)
        {
            // No drive, or no such file system on this target.
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

    private static string PathOf(int place)
    {
        return Drive + "edgeai" + (char)('0' + place) + ".bin";
    }
}
