export const CLASSES = `
`;
export const ATTRIBUTES = `
`;
export const RIGHTS = `
`;
