using System;
using System.IO.Ports;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Wire;

namespace EdgeAI.Firmware.Links;

/// <summary>A UART to the robot. A thread of its own empties the send queue, since writing waits for the line; receiving takes what the driver holds.</summary>
internal sealed class SerialLine : IByteSource
{
    private const int DriverBuffer = 4096;
    private const int WriteMilliseconds = 1000;
    private const int LookMilliseconds = 1000;

    private readonly SendQueue _queue;
    private readonly SerialPort _port;
    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _delimiter = new byte[] { FrameLayout.Delimiter };

    /// <summary>Opens the port and starts to send.</summary>
    /// <exception cref="InvalidOperationException">The target has no such port, or nanoFramework itself uses it.</exception>
    public SerialLine(string name, int baud, SendQueue queue)
    {
        _queue = queue;
        try
        {
            _port = new SerialPort(name, baud);
            _port.ReadBufferSize = DriverBuffer;
            _port.WriteBufferSize = DriverBuffer;
            _port.WriteTimeout = WriteMilliseconds;
            _port.Open();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException("serial port " + name + " cannot be opened: " + failure.Message);
        }

        new Thread(Send).Start();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        try
        {
            // Asking for more than is there would wait for it.
            int there = _port.BytesToRead;
            int count = there < capacity ? there : capacity;
            return count > 0 ? _port.Read(buffer, offset, count) : 0;
        }
        catch (Exception)
        {
            // A driver that fails to read must not stop the sampling: what it lost, the frames' own checks find.
            return 0;
        }
    }

    private void Send()
    {
        while (true)
        {
            int count = _queue.Take(_frame);
            if (count == 0)
            {
                _queue.Wait(LookMilliseconds);
                continue;
            }

            try
            {
                _port.Write(_frame, 0, count);
            }
            catch (Exception)
            {
                _queue.CountLost(1);
                CutOff();
            }
        }
    }

    private void CutOff()
    {
        try
        {
            // A frame of which a part went out is ended here, so that it costs itself and not its neighbour too.
            _port.Write(_delimiter, 0, 1);
        }
        catch (Exception)
        {
            // The line still takes nothing: the next frame's own end does it. A driver that fails at once must not keep this thread turning.
            Thread.Sleep(LookMilliseconds);
        }
    }
}
