import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const ICD = 'vk_swiftshader_icd.json';

/**
 * Environment under which a process finds Chromium's software Vulkan driver, and so WebGPU without a graphics card;
 * null where no Chromium is installed. Software is slow: it shows that results agree, not how fast a device is.
 */
export function softwareVulkan(): Record<string, string> | null {
  const downloaded = join(homedir(), '.cache', 'ms-playwright');
  const roots = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', downloaded];
  for (const root of roots.filter((path) => existsSync(path))) {
    // Downloaded browsers lie one or two folders deep.
    const found = readdirSync(root, { recursive: root === downloaded, encoding: 'utf8' }).find((path) =>
      path.endsWith(ICD),
    );
    const folder = found && dirname(join(root, found));
    if (folder && existsSync(join(folder, 'libvulkan.so.1')))
      return { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, ICD) };
  }
  return null;
}
