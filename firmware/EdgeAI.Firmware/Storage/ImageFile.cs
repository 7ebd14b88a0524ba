using System;
using System.IO;
using EdgeAI.Device.Drivers.Vl53l5cx;

namespace EdgeAI.Firmware.Storage;

/// <summary>A firmware image in a file on the internal flash drive, read a chunk at a time: a board has no 88 kB to spare for it.</summary>
internal sealed class ImageFile : IVl53l5cxImage
{
    private readonly FileStream _file;

    private ImageFile(FileStream file, int length)
    {
        _file = file;
        Length = length;
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <summary>Opens the file, which then stays open: the driver reads it anew whenever the sensor comes back.</summary>
    /// <returns>Null when there is no such file.</returns>
    public static ImageFile? TryOpen(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read);
            return new ImageFile(file, (int)file.Length);
        }
        catch (Exception)
        {
            // No drive: as good as no file.
            return null;
        }
    }

    /// <inheritdoc/>
    public bool Read(int offset, byte[] buffer, int count)
    {
        if (offset < 0 || count < 0 || count > buffer.Length || offset > Length - count)
        {
            return false;
        }

        try
        {
            // A driver reads the image from its start to its end: seeking where the file stands already would cost flash accesses for nothing.
            if (_file.Position != offset)
            {
                _file.Seek(offset, SeekOrigin.Begin);
            }

            return FileStore.ReadWhole(_file, buffer, count);
        }
        catch (Exception)
        {
            return false;
        }
    }
}
